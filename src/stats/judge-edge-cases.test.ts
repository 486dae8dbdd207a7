import { describe, expect, it } from "vitest";
import { activePPI } from "./active-ppi.ts";
import { auroc } from "./auroc.ts";
import { bootstrapBCa } from "./bootstrap-bca.ts";
import { bootstrapReplicates } from "./bootstrap-replicates.ts";
import { bradleyTerry } from "./bradley-terry.ts";
import { clusterBootstrap } from "./cluster-bootstrap.ts";
import { clusterSumOfSquares } from "./cluster-sum-of-squares.ts";
import { judgePostStratified } from "./judge-post-stratified.ts";
import { percentileBootstrap } from "./percentile-bootstrap.ts";
import { positionDebiasedWinRate } from "./position-debiased-win-rate.ts";
import { ppiMean } from "./ppi-mean.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { welchDiff } from "./welch-diff.ts";

const NOTHING = { low: null, high: null };

describe("corrected rates", () => {
  it("say nothing without labels, and a value without an interval with too few", () => {
    expect(judgePostStratified([], [], [1, 0])).toMatchObject({ n: 0, estimate: null, ...NOTHING });
    expect(judgePostStratified([1, 0], [1, 0], [1, 0])).toMatchObject({ estimate: 0.5, ...NOTHING });
    expect(ppiMean([], [], [1]).plusPlus).toMatchObject({ estimate: null, ...NOTHING });
    expect(ppiMean([1], [1], [1, 0]).plusPlus).toMatchObject({ estimate: 1, ...NOTHING });
  });

  it("are the human mean where the judge says nothing, or nothing is left to judge", () => {
    const y = [1, 0, 1, 1, 0, 1];
    for (const [f, rest] of [
      [
        [1, 1, 1, 1, 1, 1],
        [1, 1, 1],
      ],
      [[1, 0, 1, 1, 0, 1], []],
      [
        [0, 1, 0, 0, 1, 0],
        [0, 1],
      ],
    ] as const) {
      expect(ppiMean(y, f, rest)).toMatchObject({ lambda: 0 });
      expect(ppiMean(y, f, rest).plusPlus.estimate).toBeCloseTo(4 / 6, 12);
    }
  });

  it("keep a spread where judge and people never differ", () => {
    const y = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 0 : 1));
    const { low, high, standardError } = judgePostStratified(y, y, y);
    expect(standardError).toBeGreaterThan(0);
    expect(low).toBeLessThan(0.75);
    expect(high).toBeGreaterThan(0.75);
  });

  it("take labels of several kinds from the judge", () => {
    const f = ["good", "fair", "bad"].flatMap((label) => Array.from({ length: 20 }, () => label));
    const y = f.map((label, i) => (label === "good" || (label === "fair" && i % 2 === 0) ? 1 : 0));
    const { estimate } = judgePostStratified(
      y,
      f,
      Array.from({ length: 200 }, () => "good"),
    );
    expect(estimate).toBeGreaterThan(0.85);
  });

  it("with clusters of one are about those without", () => {
    const y = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const f = y.map((value, i) => (i % 7 === 0 ? 1 - value : value));
    const own = { clusters: y.map((_, i) => i), unlabelledClusters: y.map((_, i) => 100 + i) };
    const [plain, clustered] = [ppiMean(y, f, f), ppiMean(y, f, f, own)];
    expect((clustered.plusPlus.standardError ?? 0) / (plain.plusPlus.standardError ?? 1)).toBeCloseTo(1, 1);
    expect(clusterSumOfSquares([1, -1], [0, 0])).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuse a judge that is little better than chance, and cut to 0…1", () => {
    const of = (se: number, sp: number, rate = 0.5) =>
      roganGladen(rate, 100, { value: se, positives: 50 }, { value: sp, negatives: 50 });
    expect(of(0.6, 0.55)).toMatchObject({ estimate: null, ...NOTHING });
    expect(of(0.9, 0.9, 0.99)).toMatchObject({ estimate: 1, high: 1 });
    expect(roganGladen(0.5, 0, { value: 1, positives: 5 }, { value: 1, negatives: 5 }).estimate).toBeNull();
  });

  it("with known chances of labelling stay right where the doubtful were chosen", () => {
    expect(activePPI([], [], []).mean).toBeNull();
    expect(activePPI([0.5, 0.5], [1, null], [0.5, 0.5]).mean).toBe(1);
  });
});

describe("resampling", () => {
  const x = [1, 2, 3, 4];
  const mean = (drawn: Uint32Array) => drawn.reduce((total, at) => total + (x[at] ?? 0), 0) / drawn.length;

  it("of nothing, of one, and of equal values has no interval", () => {
    expect(bootstrapReplicates(0, mean)).toHaveLength(0);
    expect(percentileBootstrap(1, mean)).toMatchObject(NOTHING);
    expect(percentileBootstrap(4, () => 7)).toMatchObject({ replicates: 2000, ...NOTHING });
    expect(bootstrapBCa(0, mean)).toMatchObject({ estimate: null, ...NOTHING });
    expect(bootstrapBCa(4, () => 7)).toMatchObject({ estimate: 7, ...NOTHING });
    expect(clusterBootstrap([1, 0], ["a", "a"])).toMatchObject({ mean: 0.5, clusters: 1, ...NOTHING });
  });

  it("falls back to percentiles where all replicates lie on one side", () => {
    const largest = (drawn: Uint32Array) => (drawn.length === 4 && new Set(drawn).size === 4 ? 9 : Math.max(...drawn));
    const found = bootstrapBCa(4, (drawn) => (new Set(drawn).size === 4 ? 9 : largest(drawn)), { replicates: 3 });
    expect(["bca", "percentile"]).toContain(found.method);
    const above = bootstrapBCa(4, (drawn) => ([...drawn].join() === "0,1,2,3" ? -1 : mean(drawn)), { replicates: 50 });
    expect(above).toMatchObject({ method: "percentile", bias: null });
  });

  it("leaves out draws without a value", () => {
    const found = percentileBootstrap(4, (drawn) => (drawn.includes(0) ? mean(drawn) : null), { replicates: 500 });
    expect(found.replicates).toBeGreaterThan(250);
    expect(found.replicates).toBeLessThan(450);
  });
});

describe("pairs", () => {
  it("win rates of nothing and of ties", () => {
    expect(positionDebiasedWinRate([], [])).toMatchObject({ n: 0, winRate: null, pPositionBias: 1, ...NOTHING });
    expect(positionDebiasedWinRate(["tie", "tie"], ["tie", "tie"])).toMatchObject({ winRate: 0.5, consistency: 1 });
  });

  it("a judge that always prefers the first is found out", () => {
    const found = positionDebiasedWinRate(Array(12).fill("a"), Array(12).fill("b"));
    expect(found).toMatchObject({ winRate: 0.5, consistency: 0, firstFirst: 12, secondSecond: 0, firstPreference: 1 });
    expect(found.pPositionBias).toBeLessThan(0.001);
  });

  it("strengths of groups that never met are refused, and of an unbeaten one smoothed", () => {
    expect(bradleyTerry([[0]])).toBeNull();
    expect(
      bradleyTerry([
        [0, 2, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 3],
        [0, 0, 1, 0],
      ]),
    ).toBeNull();
    const unbeaten = bradleyTerry([
      [0, 5],
      [0, 0],
    ]);
    expect(unbeaten?.smoothed).toBe(true);
    expect(unbeaten?.strengths[0]).toBeCloseTo(Math.log(11) / 2, 6);
  });

  it("areas under curves of one class, of a perfect order, of ties alone", () => {
    expect(auroc([1, 2], [1, 1])).toMatchObject({ auroc: null, ...NOTHING });
    const perfect = auroc([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1]);
    expect(perfect).toMatchObject({ auroc: 1, high: 1 });
    expect(perfect.low).toBeLessThan(0.6);
    expect(auroc([1, 1, 1, 1], [0, 1, 0, 1]).auroc).toBe(0.5);
  });

  it("areas have DeLong's error as pROC has it", () => {
    // The twenty points of the reference vector calibration.basic.
    const p = [
      0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2, 0.15, 0.1, 0.05, 0.88, 0.92,
    ];
    const y = [1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1];
    const found = auroc(p, y);
    expect(found.auroc).toBeCloseTo(0.8080808080808081, 12);
    expect(found.standardError).toBeCloseTo(0.10146362831392068, 9);
  });

  it("Welch's difference as R's t.test has it", () => {
    // t.test(c(1, 2, 3, 4, 6), c(2, 5, 7, 9)): t = -1.4665, df = 4.775, worked by hand from the variances 3.7 and 8.9167.
    const found = welchDiff([1, 2, 3, 4, 6], [2, 5, 7, 9]);
    const error = Math.sqrt(3.7 / 5 + 107 / 12 / 4);
    expect(found.standardError).toBeCloseTo(error, 12);
    expect(found.degreesOfFreedom).toBeCloseTo(error ** 4 / (0.74 ** 2 / 4 + (107 / 48) ** 2 / 3), 9);
    expect(found.difference).toBeCloseTo(-2.55, 12);
    expect(welchDiff([1, 1], [1, 1])).toMatchObject({ difference: 0, p: null, ...NOTHING });
    expect(welchDiff([], [1])).toMatchObject({ difference: null });
  });
});
