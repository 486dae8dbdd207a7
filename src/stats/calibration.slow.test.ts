import { describe, expect, it } from "vitest";
import { betaIncInv } from "./beta-inc-inv.ts";
import { costPerSuccess } from "./cost-per-success.ts";
import type { Interval } from "./interval.ts";
import { mcnemar } from "./mcnemar.ts";
import { pairedBinaryDiffCI } from "./paired-binary-diff-ci.ts";
import { quantileCIRanks } from "./quantile-ci-ranks.ts";
import { createRandom } from "./sfc32.ts";
import { wilsonClustered } from "./wilson-clustered.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** Share of `runs` intervals that hold the truth; a missing bound holds everything on its side. */
function coverage(runs: number, truth: number, draw: () => Interval): number {
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { low, high } = draw();
    if ((low ?? Number.NEGATIVE_INFINITY) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY)) held += 1;
  }
  return held / runs;
}

describe("intervals hold the truth as often as they say", () => {
  it.each([
    [20, 0.95, 0.925],
    [50, 0.99, 0.911],
    [100, 0.95, 0.966],
    [300, 0.99, 0.967],
  ])("wilson, n = %i, p = %f", (n, p, published) => {
    const random = createRandom(1);
    const held = coverage(10_000, p, () => {
      let k = 0;
      for (let i = 0; i < n; i++) if (random() < p) k += 1;
      return wilsonInterval(k, n);
    });
    expect(Math.abs(held - published)).toBeLessThan(0.01);
  });

  it.each([
    [30, 0.02, 0.06, 0.988],
    [100, 0.05, 0.05, 0.957],
  ])("tango, n = %i, discordant %f and %f", (n, b, c, published) => {
    const random = createRandom(2);
    const held = coverage(4_000, b - c, () => {
      const counts = [0, 0];
      for (let i = 0; i < n; i++) {
        const u = random();
        if (u < b) counts[0] = (counts[0] ?? 0) + 1;
        else if (u < b + c) counts[1] = (counts[1] ?? 0) + 1;
      }
      return pairedBinaryDiffCI(counts[0] ?? 0, counts[1] ?? 0, n);
    });
    expect(Math.abs(held - published)).toBeLessThan(0.015);
  });

  it("McNemar's mid-p is wrong one time in twenty at most", () => {
    const random = createRandom(3);
    let rejected = 0;
    for (let run = 0; run < 4_000; run++) {
      let b = 0;
      for (let i = 0; i < 30; i++) if (random() < 0.5) b += 1;
      if (mcnemar(b, 30 - b).pMid <= 0.05) rejected += 1;
    }
    expect(rejected / 4_000).toBeGreaterThan(0.03);
    expect(rejected / 4_000).toBeLessThan(0.06);
  });

  it.each([
    [10, 20],
    [20, 10],
  ])("wilson on %i clusters of %i, correlation .3", (groups, size) => {
    const random = createRandom(4);
    const p = 0.8;
    const cluster = Array.from({ length: groups * size }, (_, i) => Math.floor(i / size));
    const held = coverage(1_500, p, () => {
      // Beta-binomial: the clusters' own rates spread so that two members correlate by .3.
      const spread = 1 / 0.3 - 1;
      const rates = Array.from({ length: groups }, () => betaIncInv(p * spread, (1 - p) * spread, random()));
      const values = cluster.map((g) => (random() < (rates[g] ?? 0) ? 1 : 0));
      return wilsonClustered(values, cluster);
    });
    expect(held).toBeGreaterThan(0.925);
    expect(held).toBeLessThan(0.985);
  });

  it("wilson on averages of three repeats", () => {
    // A mix: most cases easy, some hard, the rest in between.
    const random = createRandom(5);
    const chance = () => {
      const u = random();
      return u < 0.7 ? 0.98 : u < 0.85 ? 0.05 : 0.5;
    };
    const truth = 0.7 * 0.98 + 0.15 * 0.05 + 0.15 * 0.5;
    const held = coverage(2_000, truth, () => {
      const values = Array.from({ length: 100 }, () => {
        const p = chance();
        return [0, 0, 0].filter(() => random() < p).length / 3;
      });
      return wilsonClustered(values, null);
    });
    expect(held).toBeGreaterThan(0.935);
    expect(held).toBeLessThan(0.985);
  });

  it("order statistics for the p95 of a skewed latency", () => {
    const random = createRandom(6);
    const n = 200;
    const ranks = quantileCIRanks(n, 0.95);
    const held = coverage(3_000, -Math.log(0.05), () => {
      const values = Float64Array.from({ length: n }, () => -Math.log(1 - random())).sort();
      const at = (rank: number | null) => (rank === null ? null : (values[rank - 1] ?? null));
      return { low: at(ranks.lower), high: at(ranks.upper) };
    });
    expect(Math.abs(held - ranks.coverage)).toBeLessThan(0.012);
  });

  it("cost per success", () => {
    const random = createRandom(7);
    const held = coverage(1_500, 1 / 0.8, () => {
      const cost = Array.from({ length: 100 }, () => -Math.log(1 - random()));
      const success = cost.map(() => (random() < 0.8 ? 1 : 0));
      return costPerSuccess(cost, success);
    });
    expect(held).toBeGreaterThan(0.925);
    expect(held).toBeLessThan(0.97);
  });
});
