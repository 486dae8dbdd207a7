import { describe, expect, it } from "vitest";
import type { Estimate } from "../../domain/estimate.ts";
import type { HistoryChange, HistoryPoint } from "../../domain/history.ts";
import { wilsonInterval } from "../../stats/wilson-interval.ts";
import { compareEstimates } from "./compare-estimates.ts";
import { judgeSeries, unshownChanges, whatShows } from "./judge-series.ts";

const estimate = (value: number | null, low: number | null, high: number | null): Estimate => ({
  value,
  low,
  high,
  n: 100,
  method: "wilson",
});

function point(change: { difference: number | null; p: number | null } | "other graders" | null): HistoryPoint {
  const compared: HistoryChange | null =
    change === null
      ? null
      : change === "other graders"
        ? { status: "not compared", against: "r", reason: change }
        : {
            status: "compared",
            against: "r",
            by: "pairs",
            n: 100,
            low: null,
            high: null,
            pAdjusted: null,
            shows: "no test",
            ...change,
          };
  return {
    runId: "r",
    startedAt: "2026-01-01T00:00:00.000Z",
    status: "complete",
    gitCommit: null,
    estimate: estimate(0.5, 0.4, 0.6),
    datasetChanged: false,
    gradersChanged: false,
    change: compared,
  };
}

const shown = (points: readonly HistoryPoint[]) =>
  points.map(({ change }) =>
    change?.status === "compared" ? [change.pAdjusted, change.shows] : (change?.status ?? null),
  );

describe("judgeSeries", () => {
  it("adjusts p by Holm over the series alone", () => {
    const points = [
      point(null),
      point({ difference: 0.1, p: 0.01 }),
      point({ difference: -0.1, p: 0.03 }),
      point("other graders"),
      point({ difference: -0.2, p: 0.001 }),
    ];
    expect(shown(judgeSeries(points, "higher"))).toEqual([
      null,
      [0.02, "better"],
      [0.03, "worse"],
      "not compared",
      [0.003, "worse"],
    ]);
    expect(shown(judgeSeries(points, "lower")).at(-1)).toEqual([0.003, "better"]);
  });

  it("shows nothing by what is shown only before it is adjusted", () => {
    const points = Array.from({ length: 3 }, () => point({ difference: 0.1, p: 0.02 }));
    expect(shown(judgeSeries(points, "higher"))).toEqual(points.map(() => [0.06, "no difference"]));
  });

  it("tells no difference from no test", () => {
    expect(whatShows(0, null, "higher")).toBe("no difference");
    expect(whatShows(0.1, null, "higher")).toBe("no test");
    expect(whatShows(null, null, "higher")).toBe("no test");
  });
});

describe("unshownChanges", () => {
  const quiet = () => point({ difference: 0.01, p: 0.8 });
  const real = () => point({ difference: 0.3, p: 1e-9 });
  const count = (...points: HistoryPoint[]) => unshownChanges(judgeSeries(points, "higher"));

  it("counts from the newest back to the last real change", () => {
    expect(count(point(null), quiet(), real(), quiet(), quiet(), quiet())).toBe(3);
    expect(count(point(null), quiet(), quiet(), quiet(), quiet())).toBe(4);
    expect(count(quiet(), quiet(), quiet(), real())).toBe(0);
  });

  it("says nothing of fewer than three, nor across what was not compared", () => {
    expect(count(point(null), quiet(), quiet())).toBe(0);
    expect(count(quiet(), quiet(), point("other graders"), quiet(), quiet())).toBe(0);
    expect(count()).toBe(0);
  });
});

describe("compareEstimates", () => {
  // Newcombe 1998, Stat Med 17:873-890, table II, example (a): 56/70 against 48/80, method 10.
  it("is Newcombe's interval", () => {
    const [a, b] = [wilsonInterval(56, 70), wilsonInterval(48, 80)];
    const found = compareEstimates(estimate(0.8, a.low, a.high), estimate(0.6, b.low, b.high));
    expect(found.difference).toBeCloseTo(0.2, 12);
    expect(found.low).toBeCloseTo(0.0524, 4);
    expect(found.high).toBeCloseTo(0.3339, 4);
    expect(found.p).toBeGreaterThan(0.001);
    expect(found.p).toBeLessThan(0.05);
  });

  it("agrees with itself: p is 0.05 where the interval touches 0, and the same in both directions", () => {
    const touching = compareEstimates(
      estimate(0.5, 0.4, 0.6),
      estimate(0.5 - 0.1 * Math.SQRT2, 0, 0.6 - 0.1 * Math.SQRT2),
    );
    expect(touching.low).toBeCloseTo(0, 12);
    expect(touching.p).toBeCloseTo(0.05, 6);
    const [x, y] = [estimate(0.7, 0.6, 0.75), estimate(0.5, 0.45, 0.6)];
    expect(compareEstimates(x, y).p).toBeCloseTo(compareEstimates(y, x).p ?? Number.NaN, 12);
  });

  it("claims nothing without bounds", () => {
    expect(compareEstimates(estimate(1, null, null), estimate(0, null, null))).toEqual({
      difference: 1,
      low: null,
      high: null,
      p: null,
    });
    expect(compareEstimates(estimate(null, null, null), estimate(0.5, 0.4, 0.6)).difference).toBeNull();
  });
});
