import { clusterSums } from "./cluster-sums.ts";
import { type ClusteredMean, clusteredMeanCI } from "./clustered-mean-ci.ts";
import { GATE_ALPHA, type GateOptions, type GateResult, gateVerdict, gateWithoutData } from "./gate-result.ts";
import { johnsonT } from "./johnson-t.ts";
import { normCdf } from "./norm-cdf.ts";
import { signFlipTest } from "./sign-flip-test.ts";
import { tCdf } from "./t-cdf.ts";
import { tPpf } from "./t-ppf.ts";
import { tangoStatistic } from "./tango-statistic.ts";

export interface NonInferiorityOptions extends GateOptions {
  readonly clusters?: ArrayLike<number | string> | null;
  readonly weights?: ArrayLike<number> | null;
  /** The largest difference two scores can have; for a measure without a limit, the largest value seen. 1 unless told. */
  readonly range?: number;
}

/** Below so many differences that are not 0, t promises what it does not keep. */
const FEW = 10;
/** From here on t's own skewness no longer shows. */
const MANY = 500;

/**
 * Gate on differences per item (candidate less baseline, repeats averaged first): one-sided t, by cluster CR1 with
 * t(G - 1). Differences with fractions and n < 500: Johnson's t on the pass side. Few differences that are not 0: no
 * more of a pass than Tango's statistic gives their signs, no more of a failure than flipping signs gives. No spread at
 * all is judged as that many pairs without a discordant one.
 */
export function gateNonInferiority(differences: ArrayLike<number>, options: NonInferiorityOptions): GateResult {
  const { margin, alpha = GATE_ALPHA, clusters = null, weights = null } = options;
  const d = Float64Array.from(differences);
  const estimate = clusteredMeanCI(d, clusters, weights);
  const { n, mean, standardErrorCR1: se, degreesOfFreedom: df } = estimate;
  if (mean === null || !Number.isFinite(margin)) return gateWithoutData(n);
  const largest = d.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const range = Math.max(options.range ?? 1, largest);
  const facts = { n, difference: mean, standardError: se };
  if (se === null || se <= 1e-12 * largest) {
    const { passP, failP } = withoutSpread(mean, margin / range, range, estimate.clusters);
    const verdict = gateVerdict(passP, failP, alpha);
    return { ...facts, lower: null, upper: null, passP, failP, ...verdict, method: "no-spread" };
  }
  const half = tPpf(1 - alpha, df) * se;
  const plain = clusters === null && weights === null;
  const johnson = plain && n < MANY && hasFractions(d) ? johnsonT(d, margin) : null;
  const passP = Math.max(
    johnson?.pJohnson ?? tCdf(-(mean + margin) / se, df),
    fewDiscordantP(d, margin / range, estimate),
  );
  const failP = Math.max(tCdf(mean / se, df), fewFlipsP(clusterSums(d, clusters, weights)));
  return {
    ...facts,
    lower: mean - half,
    upper: mean + half,
    passP,
    failP,
    ...gateVerdict(passP, failP, alpha),
    method: johnson !== null ? "johnson-t" : plain ? "t" : "cr1",
  };
}

/** All differences the same: their distance from the margin as pairs without a discordant one, their sign as flips. */
function withoutSpread(mean: number, margin: number, range: number, units: number): { passP: number; failP: number } {
  const distance = mean / range + margin;
  const passP = units < 2 || !(distance > 0) ? 1 : normCdf(-tangoStatistic(Math.max(-1, -distance), 0, 0, units));
  return { passP, failP: mean < 0 ? 0.5 ** (units + 1) : 1 };
}

function fewDiscordantP(d: Float64Array, margin: number, { n, designEffect, kishN }: ClusteredMean): number {
  const better = d.filter((value) => value > 0).length;
  const worse = d.filter((value) => value < 0).length;
  if (better + worse >= FEW) return 0;
  const effectiveN = Math.max(better + worse, Math.min(n / Math.max(1, designEffect ?? 1), kishN));
  return normCdf(-tangoStatistic(Math.max(-1, -margin), better, worse, effectiveN));
}

function fewFlipsP(sums: readonly number[]): number {
  const moved = sums.filter((value) => value !== 0);
  return moved.length < FEW ? (signFlipTest(moved)?.pLessMid ?? 0) : 0;
}

function hasFractions(d: Float64Array): boolean {
  return d.some((value) => value !== 0 && value !== 1 && value !== -1);
}
