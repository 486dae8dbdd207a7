import { describe, expect, it } from "vitest";
import type { PairedValues } from "../../domain/comparison.ts";
import type { RunManifest } from "../../domain/run.ts";
import { costComparePaired } from "../../stats/cost-compare-paired.ts";
import { holm } from "../../stats/holm.ts";
import { comparePaired } from "../../stats/paired-comparison.ts";
import { quantileDiffBootstrap } from "../../stats/quantile-diff-bootstrap.ts";
import { quantileDiffOrderStat } from "../../stats/quantile-diff-order-stat.ts";
import { createRandom } from "../../stats/sfc32.ts";
import { cases, drawn, emptyTable, output, score } from "../__fixtures__/rows.ts";
import type { Table } from "../table.ts";
import { baselineOf } from "./baseline-of.ts";
import { comparableMetrics } from "./comparable-metrics.ts";
import { compareSides } from "./compare-sides.ts";
import { compareWithBaseline } from "./compare-with-baseline.ts";
import { pairedDifference } from "./paired-difference.ts";
import { sidesOfBaseline, sidesOfTable } from "./side.ts";
import { sideValue } from "./side-value.ts";

const random = createRandom(7);
const column = (n: number, of: () => number) => Float64Array.from({ length: n }, of);
const N = 400;
const VALUES: PairedValues = {
  metric: "latency_p90_ms",
  better: "lower",
  form: { type: "quantile", p: 0.9 },
  candidate: column(N, () => 100 + 50 * random()),
  baseline: column(N, () => 120 + 50 * random()),
  clusters: null,
  weights: null,
  repeats: { candidate: 1, baseline: 1 },
  ids: Array.from({ length: N }, (_, i) => `c${i}`),
  unshared: 0,
  changed: 0,
  warnings: [],
};

describe("pairedDifference", () => {
  it("gives means to comparePaired, with the weights and clusters", () => {
    const weights = column(N, () => 1 + random());
    const clusters = Int32Array.from({ length: N }, (_, i) => i % 20);
    const { candidate, baseline } = VALUES;
    const found = pairedDifference({ ...VALUES, form: { type: "mean" }, weights, clusters }, 1);
    const { n: _, ...expected } = comparePaired({ candidate, baseline, weights, clusters });
    expect(found).toMatchObject(expected);
    expect((found.candidateValue ?? 0) - (found.baselineValue ?? 0)).toBeCloseTo(found.difference ?? 0, 9);
  });

  it("bootstraps quantiles by the seed, with a p that agrees with the interval", () => {
    const { candidate, baseline } = VALUES;
    const found = pairedDifference(VALUES, 5);
    expect(found).toMatchObject({
      ...quantileDiffBootstrap(baseline, candidate, 0.9, { paired: true, seed: 5 }),
      method: "paired-bootstrap",
    });
    expect(found.high).toBeLessThan(0);
    expect(found.p).toBeLessThan(0.05);
    expect(pairedDifference(VALUES, 6).low).not.toBe(found.low);
    expect(pairedDifference({ ...VALUES, candidate: baseline.slice().reverse() }, 5).p).toBeGreaterThan(0.05);
  });

  it("takes order statistics, and no p, where fewer than 20 values lie beyond the quantile", () => {
    const { candidate, baseline } = VALUES;
    const found = pairedDifference({ ...VALUES, form: { type: "quantile", p: 0.99 } }, 1);
    expect(found).toMatchObject({
      ...quantileDiffOrderStat(baseline, candidate, 0.99),
      p: null,
      method: "order-statistics",
    });
  });

  it("compares costs per success by the delta method", () => {
    const { candidate, baseline } = VALUES;
    const per = {
      candidate: column(N, () => Number(random() < 0.9)),
      baseline: column(N, () => Number(random() < 0.5)),
    };
    const found = pairedDifference({ ...VALUES, form: { type: "ratio" }, per }, 1);
    const expected = costComparePaired(
      { cost: baseline, success: per.baseline },
      { cost: candidate, success: per.candidate },
    );
    expect(found.difference).toBe(expected.difference);
    const half = ((found.high ?? 0) - (found.low ?? 0)) / 2;
    // t(399) at 97.5%.
    expect(half / (expected.standardError ?? 1)).toBeCloseTo(1.96593, 4);
    expect(found.p).toBeLessThan(0.001);
    const none = { candidate: new Float64Array(N), baseline: per.baseline };
    expect(pairedDifference({ ...VALUES, form: { type: "ratio" }, per: none }, 1)).toMatchObject({
      difference: null,
      p: null,
      method: "no-success",
    });
  });
});

async function withLatencies(latencies: Readonly<Record<string, readonly number[]>>): Promise<Table> {
  const [first = []] = Object.values(latencies);
  const table = await emptyTable({ candidates: Object.keys(latencies), cases: cases(first.length) });
  for (const [candidate, all] of Object.entries(latencies)) {
    for (const [at, latencyMs] of all.entries()) {
      table.addOutput(output({ caseId: `c${at}`, candidate, latencyMs }));
      table.addScore(score({ caseId: `c${at}`, candidate, grade: true }));
    }
  }
  return table;
}

describe("compareSides", () => {
  it("claims no certainty about costs or times that are the same on both sides", async () => {
    const table = await withLatencies({ a: [10, 20, 30], b: [10, 20, 30] });
    const [a, b] = sidesOfTable(table);
    if (a === undefined || b === undefined) throw new Error("two sides");
    const none = { difference: 0, low: null, high: null, p: null, method: "no-spread" };
    expect(compareSides(b, a, "latency_mean_ms", { slice: null })).toMatchObject(none);
    // Passes that agree are judged as such.
    expect(compareSides(b, a, "accuracy", { slice: null })).toMatchObject({ difference: 0, p: 1 });
  });

  it("names the cases that moved most first, and knows that less is better", async () => {
    const table = await withLatencies({ a: [10, 10, 10, 10], b: [11, 4, 10, 19] });
    const [a, b] = sidesOfTable(table);
    if (a === undefined || b === undefined) throw new Error("two sides");
    expect(compareSides(b, a, "latency_mean_ms", { slice: null })).toMatchObject({
      difference: 1,
      better: "lower",
      improved: ["c1"],
      regressed: ["c3", "c0"],
      improvedCount: 1,
      regressedCount: 2,
      baselineValue: 10,
      candidateValue: 11,
    });
    expect(sideValue(b, "latency_mean_ms", null)).toBe(11);
    expect(sideValue(b, "latency_p50_ms", null)).toBe(10.5);
    // Costs are not known, and the score is the pass itself.
    expect(comparableMetrics([{ candidate: b, baseline: a }])).toEqual([
      "accuracy",
      "latency_p50_ms",
      "latency_p95_ms",
    ]);
  });
});

const MANIFEST = {
  runId: "r",
  suite: "s",
  startedAt: "2026-01-01T00:00:00.000Z",
  digests: { suite: "", dataset: "", graders: "" },
  repeats: 1,
} as unknown as RunManifest;

describe("compareWithBaseline", () => {
  it("compares every candidate with itself, adjusted over all of them", async () => {
    const before = await drawn({ cases: cases(40) }, { a: "-".repeat(40), b: "+".repeat(20) + "-".repeat(20) });
    const now = await drawn(
      { cases: cases(40) },
      { b: "+".repeat(28) + "-".repeat(12), a: "+".repeat(6) + "-".repeat(34), c: "+".repeat(40) },
    );
    const sides = sidesOfBaseline(baselineOf(before, MANIFEST, "2026-01-01T00:00:00.000Z"));
    const found = compareWithBaseline(now, sides);
    expect(found.map(({ candidate, baseline, difference }) => [candidate, baseline, difference])).toEqual([
      ["b", "baseline:b", 0.2],
      ["a", "baseline:a", 0.15],
    ]);
    expect(found.map(({ pAdjusted }) => pAdjusted)).toEqual(holm(found.map(({ p }) => p)));
    expect(found[0]?.pAdjusted).not.toBe(found[0]?.p);
    expect(found[1]?.improved).toEqual(["c0", "c1", "c2", "c3", "c4", "c5"]);
  });
});
