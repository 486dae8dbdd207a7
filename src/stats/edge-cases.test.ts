import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { costPerSuccess } from "./cost-per-success.ts";
import { holm } from "./holm.ts";
import { kishEffectiveN } from "./kish-effective-n.ts";
import { mcnemar } from "./mcnemar.ts";
import { meanCI } from "./mean-ci.ts";
import { normCdf } from "./norm-cdf.ts";
import { normPpf } from "./norm-ppf.ts";
import { pairedBinaryDiffCI } from "./paired-binary-diff-ci.ts";
import { comparePaired } from "./paired-comparison.ts";
import { pairedDiff } from "./paired-diff.ts";
import { quantileCIRanks } from "./quantile-ci-ranks.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { ratioCI } from "./ratio-ci.ts";
import { sum } from "./sum.ts";
import { tCdf } from "./t-cdf.ts";
import { tPpf } from "./t-ppf.ts";
import { weightedMean } from "./weighted-mean.ts";
import { wilsonClustered } from "./wilson-clustered.ts";
import { wilsonInterval } from "./wilson-interval.ts";

const NONE = { low: null, high: null };

describe("kernels", () => {
  it("sums a million small numbers without drift", () => {
    expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum([])).toBe(0);
  });

  it("inverts the distributions", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), fc.integer({ min: 1, max: 1e7 }), (p, df) => {
        expect(normCdf(normPpf(p))).toBeCloseTo(p, 9);
        expect(tCdf(tPpf(p, df), df)).toBeCloseTo(p, 8);
      }),
      { numRuns: 60 },
    );
  });

  it("says NaN outside its range and the ends at the ends", () => {
    expect(normPpf(1.1)).toBeNaN();
    expect(tPpf(0.9, 0)).toBeNaN();
    expect(normPpf(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(tCdf(Number.POSITIVE_INFINITY, 3)).toBe(1);
  });
});

describe("degenerate inputs", () => {
  it("nothing measured has no interval", () => {
    expect(wilsonInterval(0, 0)).toEqual(NONE);
    expect(clopperPearson(0, 0)).toEqual(NONE);
    expect(meanCI([])).toEqual({ n: 0, mean: null, standardError: null, ...NONE });
    expect(weightedMean([], [])).toMatchObject({ n: 0, mean: null, standardError: null, effectiveN: 0, ...NONE });
    expect(wilsonClustered([], [])).toMatchObject({ rate: null, effectiveN: null, ...NONE });
    expect(pairedDiff([], [])).toMatchObject({ n: 0, difference: null, p: null, ...NONE });
    expect(pairedBinaryDiffCI(0, 0, 0)).toEqual(NONE);
    expect(costPerSuccess([], [])).toMatchObject({ ratio: null, method: "no-data", ...NONE });
    expect(quantileType7([], 0.5)).toBeNull();
    expect(quantileCIRanks(0, 0.5)).toMatchObject({ lower: null, upper: null });
    expect(ratioCI([], [])).toMatchObject({ ratio: null, ...NONE });
    expect(kishEffectiveN([])).toBe(0);
    expect(holm([])).toEqual([]);
    expect(comparePaired({ candidate: [], baseline: [], clusters: null, weights: null })).toMatchObject({
      difference: null,
      method: "no-data",
    });
  });

  it("one value has a value and no interval", () => {
    expect(meanCI([3])).toEqual({ n: 1, mean: 3, standardError: null, ...NONE });
    expect(clusteredMeanCI([1, 0, 1], ["a", "a", "a"])).toMatchObject({ clusters: 1, standardErrorCR1: null, ...NONE });
    expect(wilsonClustered([1, 0], ["a", "a"])).toMatchObject({ rate: 0.5, effectiveN: null, ...NONE });
    expect(pairedDiff([1], [0])).toMatchObject({ difference: 1, standardError: null, p: null, ...NONE });
    expect(costPerSuccess([0.5], [1])).toMatchObject({ ratio: 0.5, ...NONE });
    expect(quantileType7([7], 0.99)).toBe(7);
    expect(quantileCIRanks(1, 0.5)).toMatchObject({ lower: null, upper: null, coverage: 1 });
  });

  it("equal values", () => {
    expect(meanCI([2, 2, 2])).toEqual({ n: 3, mean: 2, standardError: 0, low: 2, high: 2 });
    expect(pairedDiff([1, 1, 1], [1, 1, 1])).toMatchObject({ difference: 0, t: null, p: null, ...NONE });
    expect(pairedDiff([0.3, 0.3, 0.3], [0.2, 0.2, 0.2])).toMatchObject({ p: null, ...NONE });
    // A rate of 0 or 1 rests on the clusters: two of ten cases each say as much as two cases.
    const wide = wilsonClustered(new Array(20).fill(1), [...new Array(10).fill("a"), ...new Array(10).fill("b")]);
    expect(wide.effectiveN).toBe(2);
    expect(wide.high).toBe(1);
    expect(wide.low).toBeLessThan(0.1);
  });

  it("a value that is not a number spoils no more than its own result", () => {
    expect(meanCI([1, Number.NaN])).toMatchObject({ mean: null, ...NONE });
    expect(wilsonClustered([1, Number.NaN], null)).toMatchObject({ rate: null, ...NONE });
    expect(quantileType7([1, Number.NaN], 0.9)).toBeNull();
    expect(costPerSuccess([Number.NaN], [1])).toMatchObject({ ratio: null, method: "no-data" });
    expect(holm([0.01, Number.NaN, null, 0.02])).toEqual([0.02, null, null, 0.02]);
  });

  it("cost per success without a success has a lower bound alone", () => {
    const { ratio, low, high, method } = costPerSuccess(new Array(20).fill(0.01), new Array(20).fill(0));
    expect({ ratio, high, method }).toEqual({ ratio: null, high: null, method: "no-success" });
    expect(low).toBeCloseTo(0.01 / 0.16843347, 7);
  });

  it("cost per success of what is free is 0", () => {
    expect(costPerSuccess([0, 0, 0], [1, 0, 1])).toMatchObject({ ratio: 0, low: 0, high: 0, method: "log-delta" });
  });

  it("too few successes leave no upper bound", () => {
    const success = new Array(16).fill(0).fill(1, 0, 2);
    const result = costPerSuccess(new Array(16).fill(1), success);
    expect(result).toMatchObject({ ratio: 8, high: null, method: "log-delta-unbounded" });
    expect(result.low).toBeGreaterThan(0);
  });

  it("order statistics bound an extreme quantile only from enough values on", () => {
    expect(quantileCIRanks(71, 0.95).upper).toBeNull();
    expect(quantileCIRanks(72, 0.95).upper).toBe(72);
    expect(quantileCIRanks(1_000_000, 0.99)).toMatchObject({ lower: 989_805, upper: 990_196 });
  });
});

describe("comparePaired", () => {
  const side = (candidate: number[], baseline: number[]) => ({ candidate, baseline, clusters: null, weights: null });

  it("is Tango and McNemar for single yes-or-no answers", () => {
    const candidate = [...new Array(10).fill(1), ...new Array(4).fill(0), ...new Array(86).fill(1)];
    const baseline = [...new Array(10).fill(0), ...new Array(4).fill(1), ...new Array(86).fill(1)];
    const result = comparePaired(side(candidate, baseline));
    expect(result).toMatchObject({ n: 100, difference: 0.06, method: "tango+mcnemar-midp" });
    expect(result.low).toBeCloseTo(-0.01497301, 7);
    expect(result.p).toBe(mcnemar(10, 4).pMid);
  });

  it("takes t for averages of repeats and CR1 for clusters", () => {
    expect(comparePaired(side([1, 0.5, 0], [0, 0.5, 1])).method).toBe("paired-t");
    const clustered = comparePaired({ ...side([1, 0, 1, 1], [0, 0, 1, 0]), clusters: [1, 1, 2, 3] });
    expect(clustered.method).toBe("paired-cr1");
    expect(clustered.p).not.toBeNull();
  });

  it("does not take the absence of differences for certainty", () => {
    const same = new Array(10).fill(0.5);
    const result = comparePaired(side(same, same));
    expect(result).toMatchObject({ difference: 0, p: 1 });
    const tango = pairedBinaryDiffCI(0, 0, 10);
    expect([result.low, result.high]).toEqual([tango.low, tango.high]);
    // Four cases in two clusters that all got better: two pairs, not four.
    const better = comparePaired({ ...side([1, 1, 1, 1], [0, 0, 0, 0]), clusters: [1, 1, 2, 2] });
    expect(better).toMatchObject({ n: 4, difference: 1, high: 1, p: mcnemar(2, 0).pMid });
    expect(comparePaired(side([0.5, 0.5], [0.25, 0.25]))).toMatchObject({ difference: 0.25, p: null, ...NONE });
  });
});

describe("properties", () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });

  it("an interval holds its estimate and shrinks with n", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(share * n);
        const { low, high } = wilsonInterval(k, n);
        const four = wilsonInterval(4 * k, 4 * n);
        expect(low).toBeLessThanOrEqual(k / n);
        expect(high).toBeGreaterThanOrEqual(k / n);
        expect((four.high ?? 1) - (four.low ?? 0)).toBeLessThan((high ?? 1) - (low ?? 0));
      }),
    );
  });

  it("clusters of one are no clusters, and equal weights no weights", () => {
    fc.assert(
      fc.property(scores, (values) => {
        const plain = meanCI(values);
        const singletons = clusteredMeanCI(values, [...values.keys()]);
        const weighted = weightedMean(values, new Array(values.length).fill(3));
        for (const other of [singletons.standardErrorCR1, weighted.standardError]) {
          expect(other).toBeCloseTo(plain.standardError ?? -1, 10);
        }
        expect(weighted.effectiveN).toBeCloseTo(values.length, 9);
      }),
    );
  });

  it("a data set repeated as clusters says no more than once (but for G / (G - 1))", () => {
    fc.assert(
      fc.property(scores, (values) => {
        const twice = clusteredMeanCI([...values, ...values], [...values.keys(), ...values.keys()]);
        expect(twice.standardErrorCR1).toBeCloseTo(meanCI(values).standardError ?? -1, 10);
      }),
    );
  });

  it("swapping the sides turns the sign and keeps p", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(60), (b, c, same) => {
        const n = b + c + same + 1;
        const there = pairedBinaryDiffCI(b, c, n);
        const back = pairedBinaryDiffCI(c, b, n);
        expect(there.low).toBeCloseTo(-(back.high ?? 9), 9);
        expect(there.low).toBeLessThanOrEqual((b - c) / n + 1e-12);
        expect(there.high).toBeGreaterThanOrEqual((b - c) / n - 1e-12);
        expect(mcnemar(b, c)).toEqual(mcnemar(c, b));
      }),
    );
  });

  it("no result holds a NaN, whatever the numbers", () => {
    const any = fc.array(fc.constantFrom(0, 1, 0.5, 1, 1e-300, 1e100, Number.NaN), { maxLength: 6 });
    fc.assert(
      fc.property(any, fc.array(fc.constantFrom(0, 1), { minLength: 6, maxLength: 6 }), (values, groups) => {
        const clusters = groups.slice(0, values.length);
        const results = [
          meanCI(values),
          clusteredMeanCI(values, clusters),
          wilsonClustered(values, clusters),
          pairedDiff(values, [...values].reverse(), clusters),
          costPerSuccess(values, clusters),
          ratioCI(values, [...values].reverse(), clusters),
        ];
        expect(results.flatMap((result) => Object.values(result)).filter((value) => Number.isNaN(value))).toEqual([]);
      }),
    );
  });
});
