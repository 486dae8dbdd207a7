import { describe, expect, it } from "vitest";
import { classFunctions } from "./__fixtures__/class-functions.ts";
import vectors from "./__fixtures__/vectors.json" with { type: "json" };
import { verdictFunctions } from "./__fixtures__/verdict-functions.ts";
import { activePPI } from "./active-ppi.ts";
import { auroc } from "./auroc.ts";
import { betaInc } from "./beta-inc.ts";
import { betaIncInv } from "./beta-inc-inv.ts";
import { binomialCdf } from "./binomial-cdf.ts";
import { binomialPmf } from "./binomial-pmf.ts";
import { bootstrapBCa } from "./bootstrap-bca.ts";
import { bradleyTerry, compareStrengths } from "./bradley-terry.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusterBootstrap } from "./cluster-bootstrap.ts";
import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { cohenKappaWeighted } from "./cohen-kappa-weighted.ts";
import { costPerSuccess } from "./cost-per-success.ts";
import { gwetAC1 } from "./gwet-ac1.ts";
import { holm } from "./holm.ts";
import { judgePostStratified } from "./judge-post-stratified.ts";
import { kishEffectiveN } from "./kish-effective-n.ts";
import { krippendorffAlpha } from "./krippendorff-alpha.ts";
import { lnGamma } from "./ln-gamma.ts";
import { mcnemar } from "./mcnemar.ts";
import { meanCI } from "./mean-ci.ts";
import { normCdf } from "./norm-cdf.ts";
import { normPpf } from "./norm-ppf.ts";
import { pairedBinaryDiffCI } from "./paired-binary-diff-ci.ts";
import { pairedDiff } from "./paired-diff.ts";
import { positionDebiasedWinRate, type Winner } from "./position-debiased-win-rate.ts";
import { ppiMean } from "./ppi-mean.ts";
import { quantileCIRanks } from "./quantile-ci-ranks.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { createRandom, sfc32 } from "./sfc32.ts";
import { tCdf } from "./t-cdf.ts";
import { tPpf } from "./t-ppf.ts";
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
const resampling = (inputs: Inputs) => ({
  replicates: one(inputs, "B"),
  seed: one(inputs, "seed"),
  confidence: one(inputs, "conf"),
});
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
  holm: (i) => ({ adj: holm(list(i, "p")) }),
  ...classFunctions,
  ...verdictFunctions,
  bootstrapBCa(i) {
    const x = list(i, "x");
    const statistic = (drawn: Uint32Array) => {
      const values = Float64Array.from(drawn, (at) => x[at] ?? Number.NaN).sort();
      return i.stat === "median" ? quantileType7(values, 0.5) : values.reduce((a, b) => a + b, 0) / values.length;
    };
    const result = bootstrapBCa(x.length, statistic, resampling(i));
    return {
      z0: result.bias,
      a: result.acceleration,
      alpha1: result.quantiles?.[0],
      alpha2: result.quantiles?.[1],
      percentileLo: result.percentile.low,
      percentileHi: result.percentile.high,
      seBoot: result.percentile.standardError,
      ...bounds(result),
    };
  },
  clusterBootstrap(i) {
    const result = clusterBootstrap(list(i, "x"), list(i, "cluster"), resampling(i));
    return { se: result.standardError, ...bounds(result) };
  },
  bradleyTerry(i) {
    const fit = bradleyTerry(rows(i, "wins"));
    if (fit === null) return null;
    const first = compareStrengths(fit, 0, 1);
    return {
      theta: fit.strengths,
      seSumToZero: fit.standardErrors,
      diff01: first.difference,
      seDiff01: first.standardError,
      p01: first.chance,
    };
  },
  positionDebiasedWinRate(i) {
    const winners = (name: string) =>
      (i[name] as string[]).map((winner): Winner => (winner === "T" ? "tie" : winner === "A" ? "a" : "b"));
    const result = positionDebiasedWinRate(winners("orderAB"), winners("orderBA"), one(i, "conf"));
    return {
      ...result,
      winRateA: result.winRate,
      se: result.standardError,
      winRateOrderABOnly: result.winRateOneOrder,
      ...bounds(result),
    };
  },
  cohenKappa(i) {
    const result = cohenKappa(rows(i, "table"), one(i, "conf"));
    return { kappa: result.kappa, se: result.standardError, po: result.observed, ...bounds(result) };
  },
  cohenKappaWeighted(i) {
    const kappa = (weights: "unweighted" | "linear" | "quadratic") =>
      cohenKappaWeighted(rows(i, "table"), weights).kappa;
    return { unweighted: kappa("unweighted"), linear: kappa("linear"), quadratic: kappa("quadratic") };
  },
  gwetAC1(i) {
    const result = gwetAC1(rows(i, "table"));
    return { ac1: result.ac1, kappa: cohenKappa(rows(i, "table")).kappa, po: result.observed };
  },
  krippendorffAlpha(i) {
    const ratings = i.ratings as (number | null)[][];
    const units = (ratings[0] ?? []).map((_, unit) => ratings.map((rater) => rater[unit] ?? null));
    const alpha = (level: "nominal" | "ordinal" | "interval" | "ratio") => krippendorffAlpha(units, level).alpha;
    return {
      nominal: alpha("nominal"),
      ordinal: alpha("ordinal"),
      interval: alpha("interval"),
      ratio: alpha("ratio"),
    };
  },
  roganGladen(i) {
    const result = roganGladen(
      one(i, "pJudge"),
      one(i, "n"),
      { value: one(i, "se"), positives: one(i, "nSe") },
      { value: one(i, "sp"), negatives: one(i, "nSp") },
      one(i, "conf"),
    );
    return {
      estimate: result.estimate,
      seDelta: result.standardError,
      langReiczigelLo: result.low,
      langReiczigelHi: result.high,
    };
  },
  ppiMean(i) {
    const result = ppiMean(list(i, "y"), list(i, "f"), list(i, "F"), { confidence: one(i, "conf") });
    const told = (estimate: (typeof result)["ppi"]) => ({ est: estimate.estimate, ...bounds(estimate) });
    return {
      ppi: told(result.ppi),
      ppiPlusPlus: { lambda: result.lambda, ...told(result.plusPlusZ) },
      ppiPlusPlusT: { se: result.plusPlus.standardError, ...bounds(result.plusPlus) },
      humanOnly: meanCI(list(i, "y")).mean,
      judgeOnly: meanCI([...list(i, "f"), ...list(i, "F")]).mean,
    };
  },
  judgePostStratified(i) {
    const result = judgePostStratified(list(i, "y"), list(i, "f"), list(i, "F"), { confidence: one(i, "conf") });
    return { est: result.estimate, se: result.standardError, ...bounds(result) };
  },
  activePPI(i) {
    const result = activePPI(list(i, "f"), i.y as (number | null)[], list(i, "pi"));
    return { est: result.mean, se: result.standardError };
  },
  auroc: (i) => ({ auroc: auroc(list(i, "p"), list(i, "y")).auroc }),
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
