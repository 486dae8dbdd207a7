import { describe, expect, it } from "vitest";
import vectors from "./__fixtures__/vectors.json" with { type: "json" };
import { betaInc } from "./beta-inc.ts";
import { betaIncInv } from "./beta-inc-inv.ts";
import { binomialCdf } from "./binomial-cdf.ts";
import { binomialPmf } from "./binomial-pmf.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { costPerSuccess } from "./cost-per-success.ts";
import { holm } from "./holm.ts";
import { kishEffectiveN } from "./kish-effective-n.ts";
import { lnGamma } from "./ln-gamma.ts";
import { mcnemar } from "./mcnemar.ts";
import { meanCI } from "./mean-ci.ts";
import { minNForQuantile } from "./min-n-for-quantile.ts";
import { normCdf } from "./norm-cdf.ts";
import { normPpf } from "./norm-ppf.ts";
import { pairedBinaryDiffCI } from "./paired-binary-diff-ci.ts";
import { pairedDiff } from "./paired-diff.ts";
import { quantileCIRanks } from "./quantile-ci-ranks.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { createRandom, sfc32 } from "./sfc32.ts";
import { tCdf } from "./t-cdf.ts";
import { tPpf } from "./t-ppf.ts";
import { tangoStatistic } from "./tango-statistic.ts";
import { weightedMean } from "./weighted-mean.ts";
import { wilsonClustered } from "./wilson-clustered.ts";
import { wilsonFromEstimate } from "./wilson-from-estimate.ts";
import { wilsonInterval } from "./wilson-interval.ts";

// Reference values of scipy, statsmodels, sklearn and R; the fixture keeps the team's own names of inputs and results.
interface Inputs {
  readonly [name: string]: unknown;
}
const list = (inputs: Inputs, name: string) => inputs[name] as number[];
const rows = (inputs: Inputs, name: string) => inputs[name] as number[][];
const one = (inputs: Inputs, name: string) => inputs[name] as number;
const bounds = ({ low, high }: { low: number | null; high: number | null }) => ({ lo: low, hi: high });
const clustersOf = (inputs: Inputs) => (inputs.cluster as number[] | undefined) ?? null;
const each = (inputs: Inputs, name: string, f: (a: number, b: number, c: number) => number) =>
  rows(inputs, name).map(([a = 0, b = 0, c = 0]) => f(a, b, c));
const sorted = (values: number[]) => Float64Array.from(values).sort();

const functions: Record<string, (inputs: Inputs) => unknown> = {
  lnGamma: (i) => list(i, "x").map(lnGamma),
  betaInc: (i) => each(i, "abx", betaInc),
  betaIncInv: (i) => each(i, "abp", betaIncInv),
  normCdf: (i) => list(i, "x").map(normCdf),
  normPpf: (i) => list(i, "p").map(normPpf),
  tPpf: (i) => each(i, "p_df", tPpf),
  tCdf: (i) => each(i, "t_df", tCdf),
  binom: (i) => ({ cdf: each(i, "cdf", binomialCdf), pmf: each(i, "pmf", binomialPmf) }),
  sfc32: (i) => Array.from({ length: one(i, "count") }, sfc32(one(i, "seed"))),
  bootstrapIndices(i) {
    const random = createRandom(one(i, "seed"));
    return Array.from({ length: one(i, "count") }, () => Math.floor(random() * one(i, "n")));
  },
  wilsonInterval: (i) => bounds(wilsonInterval(one(i, "k"), one(i, "n"), one(i, "conf"))),
  wilsonFromEstimate: (i) =>
    bounds(wilsonFromEstimate(one(i, "p"), one(i, "nEff"), normPpf(1 - (1 - one(i, "conf")) / 2))),
  wilsonClustered(i) {
    const result = wilsonClustered(list(i, "x"), clustersOf(i), null, one(i, "conf"));
    return {
      p: result.rate,
      seCR1: result.standardError,
      nEff: result.effectiveN,
      df: result.degreesOfFreedom,
      ...bounds(result),
    };
  },
  clopperPearson: (i) => bounds(clopperPearson(one(i, "k"), one(i, "n"), one(i, "conf"))),
  meanCI(i) {
    const result = meanCI(list(i, "x"), one(i, "conf"));
    return { mean: result.mean, se: result.standardError, ...bounds(result) };
  },
  clusteredMeanCI(i) {
    const result = clusteredMeanCI(list(i, "x"), clustersOf(i), null, one(i, "conf"));
    return {
      mean: result.mean,
      seCR0: result.standardErrorCR0,
      seCR1: result.standardErrorCR1,
      df: result.degreesOfFreedom,
      deff: result.designEffect,
      nEff: result.n / (result.designEffect ?? Number.NaN),
      ...bounds(result),
    };
  },
  weightedMean(i) {
    const result = weightedMean(list(i, "x"), list(i, "w"));
    return { mean: result.mean, se: result.standardError, kishNeff: result.effectiveN };
  },
  kishEffN(i) {
    const weights = list(i, "weights").flatMap((weight, at) =>
      new Array<number>(list(i, "counts")[at] ?? 0).fill(weight),
    );
    const nEff = kishEffectiveN(weights);
    return { nEff, deff: weights.length / nEff };
  },
  quantileType7: (i) => ({ q: list(i, "p").map((p) => quantileType7(sorted(list(i, "x")), p)) }),
  quantileCIRanks: (i) => ({
    ranks: (i.cases as { n: number; p: number }[]).map(({ n, p }) => quantileCIRanks(n, p, one(i, "conf"))),
  }),
  minNForBoundedUpper: (i) => ({ twoSided: list(i, "p").map((p) => minNForQuantile(p, one(i, "conf"))) }),
  costPerSuccess(i) {
    const result = costPerSuccess(list(i, "cost"), list(i, "success"), null, one(i, "conf"));
    return {
      ratio: result.ratio,
      seDelta: result.standardError,
      logDeltaLo: result.low,
      logDeltaHi: result.high,
      fieller: { g: result.fiellerG },
    };
  },
  pairedDiff(i) {
    const result = pairedDiff(list(i, "a"), list(i, "b"), clustersOf(i), null, one(i, "conf"));
    return {
      diff: result.difference,
      se: result.standardError,
      df: result.degreesOfFreedom,
      t: result.t,
      p: result.p,
      ...bounds(result),
    };
  },
  mcnemar: (i) => mcnemar(one(i, "b"), one(i, "c")),
  pairedBinaryDiffCI(i) {
    const interval = pairedBinaryDiffCI(one(i, "b"), one(i, "c"), one(i, "n"), one(i, "conf"));
    return { diff: (one(i, "b") - one(i, "c")) / one(i, "n"), tango: [interval.low, interval.high] };
  },
  gateBinaryPaired: (i) => ({
    zNonInferior: tangoStatistic(-one(i, "margin"), one(i, "candOnlyRight"), one(i, "baseOnlyRight"), one(i, "n")),
  }),
  holm: (i) => ({ adj: holm(list(i, "p")) }),
};

function agree(got: unknown, want: unknown, tolerance: number, path: string): void {
  if (typeof want === "number") {
    expect(typeof got, path).toBe("number");
    expect(Math.abs((got as number) - want), `${path}: ${got} is not ${want}`).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(want)),
    );
  } else if (want !== null && typeof want === "object") {
    for (const [key, member] of Object.entries(want)) {
      agree((got as Record<string, unknown>)[key], member, tolerance, `${path}.${key}`);
    }
  } else expect(got, path).toEqual(want);
}

describe("reference values", () => {
  it.each(vectors)("$name", (vector) => {
    const compute = functions[vector.function];
    if (compute === undefined) throw new Error(`no test for ${vector.function}`);
    agree(compute(vector.inputs), vector.expected, vector.tol, vector.name);
  });
});
