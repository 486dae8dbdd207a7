import { describe, expect, it } from "vitest";
import type { HistoryChange, HistoryPoint } from "../../../domain/history.ts";
import {
  changedText,
  changeWords,
  historyDomain,
  historyRuns,
  placeTexts,
  pointText,
  runsOf,
  shownChange,
} from "./history-points.ts";

const BETTER: HistoryChange = {
  status: "compared",
  against: "r1",
  by: "pairs",
  n: 100,
  difference: 0.1,
  low: 0.04,
  high: 0.16,
  p: 0.001,
  pAdjusted: 0.002,
  shows: "better",
};

function point(runId: string, startedAt: string, changes: Partial<HistoryPoint> = {}): HistoryPoint {
  return {
    runId,
    startedAt,
    status: "complete",
    gitCommit: null,
    estimate: { value: 0.8, low: 0.75, high: 0.85, n: 100, method: "wilson" },
    datasetChanged: false,
    gradersChanged: false,
    change: null,
    ...changes,
  };
}

const FIRST = point("r1", "2026-01-01T10:00:00Z");
const SECOND = point("r2", "2026-01-02T10:00:00Z", { change: BETTER });
const SERIES = [
  { candidate: "a", points: [FIRST, SECOND], plateau: null },
  { candidate: "b", points: [SECOND], plateau: null },
];

describe("history-points", () => {
  it("gives every run one place", () => {
    expect(runsOf({ series: [...SERIES].reverse() }).map(({ runId }) => runId)).toEqual(["r1", "r2"]);
    expect(historyRuns({ series: SERIES }).map(({ runId, entries }) => [runId, entries.length])).toEqual([
      ["r2", 2],
      ["r1", 1],
    ]);
    expect(historyDomain({ series: SERIES, metric: "accuracy" })).toEqual([0.7, 0.9]);
  });

  it("marks a change only where it is shown to be one", () => {
    expect(shownChange(SECOND)).toBe("better");
    expect(shownChange(FIRST)).toBeNull();
    expect(shownChange({ ...SECOND, change: { ...BETTER, shows: "no difference" } })).toBeNull();
    expect(shownChange({ ...SECOND, change: { status: "not compared", against: "r1", reason: "?" } })).toBeNull();
  });

  it("says a change in words", () => {
    expect(changeWords(SECOND, "accuracy")).toEqual({
      figures: "+10.0 points [+4.0, +16.0]",
      p: "0.0020",
      word: "better",
    });
    expect(
      changeWords({ ...SECOND, change: { ...BETTER, by: "intervals", shows: "no test" } }, "accuracy"),
    ).toMatchObject({
      p: null,
      word: "no test (by intervals)",
    });
    expect(changeWords(FIRST, "accuracy").word).toBe("the first");
    expect(pointText({ ...SECOND, gradersChanged: true }, "accuracy")).toBe(
      "2026-01-02 10:00: 80.0% [75.0, 85.0], n 100; +10.0 points [+4.0, +16.0], better; graders changed",
    );
    expect(changedText({ ...FIRST, datasetChanged: true, gradersChanged: true })).toBe("dataset + graders");
  });

  it("writes days, or times as exact as needed", () => {
    const at = (startedAt: string) => ({ runId: startedAt, startedAt });
    expect(placeTexts([FIRST, SECOND])).toEqual(["01-01", "01-02"]);
    expect(placeTexts([at("2026-01-01T10:00:01Z"), at("2026-01-01T10:01:01Z")])).toEqual(["10:00", "10:01"]);
    expect(placeTexts([at("2026-01-01T10:00:01Z"), at("2026-01-01T10:00:02Z")])).toEqual(["10:00:01", "10:00:02"]);
  });
});
