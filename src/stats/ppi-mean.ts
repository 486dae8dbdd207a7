import { clusterSumOfSquares } from "./cluster-sum-of-squares.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import type { CorrectionOptions } from "./judge-post-stratified.ts";
import { normPpf } from "./norm-ppf.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface PpiEstimate extends Interval {
  readonly estimate: number | null;
  readonly standardError: number | null;
}

export interface PpiMean {
  readonly n: number;
  readonly unlabelled: number;
  /** How much of the judge is used, 0…1: 0 gives the human mean, 1 plain PPI. null without labels. */
  readonly lambda: number | null;
  /** λ = 1, normal interval, divisor n: as ppi_py. */
  readonly ppi: PpiEstimate;
  /** λ tuned, normal interval, divisor n: as ppi_py. Too narrow below n = 100. */
  readonly plusPlusZ: PpiEstimate;
  /** λ tuned, divisor n - 1, t(n - 1): the one to print. */
  readonly plusPlus: PpiEstimate;
}

/**
 * Mean of human scores from a judge's scores of everything and human scores of a random sample: prediction-powered
 * inference (Angelopoulos et al. 2023, Science 382:669) and its tuned form PPI++ (arXiv:2311.01453).
 * It needs about 100 labels with 20 of the rarer class for its interval to cover; with clusters, CR1 and t(G - 1).
 */
export function ppiMean(
  human: ArrayLike<number>,
  judge: ArrayLike<number>,
  unlabelledJudge: ArrayLike<number>,
  { confidence = CONFIDENCE, clusters = null, unlabelledClusters = null }: CorrectionOptions = {},
): PpiMean {
  const y = Array.from(human);
  const f = Array.from(judge);
  const rest = Array.from(unlabelledJudge);
  const n = y.length;
  const facts = { n, unlabelled: rest.length };
  const unknown: PpiEstimate = { estimate: null, standardError: null, ...NO_INTERVAL };
  if (n === 0) return { ...facts, lambda: null, ppi: unknown, plusPlusZ: unknown, plusPlus: unknown };
  const z = normPpf(1 - (1 - confidence) / 2);
  const lambda = tunedLambda(y, f, rest);
  const at = (weight: number, lost: 0 | 1, quantile: number): PpiEstimate => {
    const gaps = y.map((value, i) => value - weight * (f[i] ?? Number.NaN));
    const share = weight === 0 ? 0 : weight * mean(rest);
    const estimate = share + mean(gaps);
    if (!Number.isFinite(estimate)) return unknown;
    const own = variance(gaps, lost) / n;
    const others = weight === 0 ? 0 : (weight ** 2 * variance(rest, lost)) / rest.length;
    const standardError = Math.sqrt(own + others);
    if (n < 2 || !Number.isFinite(standardError)) return { ...unknown, estimate };
    return { estimate, standardError, ...symmetricInterval(estimate, quantile * standardError) };
  };
  const tail = 1 - (1 - confidence) / 2;
  const plain = at(lambda, 1, tPpf(tail, n - 1));
  return {
    ...facts,
    lambda,
    ppi: at(1, 0, z),
    plusPlusZ: at(lambda, 0, z),
    plusPlus: clusters === null ? plain : clustered(plain.estimate),
  };

  function clustered(estimate: number | null): PpiEstimate {
    const labelled = Array.from(clusters ?? []);
    const groups = new Set(labelled).size;
    if (estimate === null || groups < 2) return { ...unknown, estimate };
    const gaps = y.map((value, i) => value - lambda * (f[i] ?? 0));
    const [gap, level] = [mean(gaps), mean(rest)];
    const effects = [
      ...gaps.map((value) => (value - gap) / n),
      ...rest.map((value) => (lambda * (value - level)) / rest.length),
    ];
    const spread = clusterSumOfSquares(effects, [...labelled, ...Array.from(unlabelledClusters ?? [])]);
    const standardError = Math.sqrt(spread);
    return { estimate, standardError, ...symmetricInterval(estimate, tPpf(tail, groups - 1) * standardError) };
  }
}

/** The weight of the judge with the least variance; 0 where it says nothing, or nothing is unlabelled. */
function tunedLambda(y: readonly number[], f: readonly number[], rest: readonly number[]): number {
  if (y.length < 2 || rest.length === 0) return 0;
  const [yMean, fMean] = [mean(y), mean(f)];
  // Divisors as in ppi_py: n here, n + N - 1 below.
  const covariance = sum(y.map((value, i) => (value - yMean) * ((f[i] ?? 0) - fMean))) / y.length;
  const spread = (1 + y.length / rest.length) * variance([...f, ...rest], 1);
  return spread > 0 ? Math.min(1, Math.max(0, covariance / spread)) : 0;
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function variance(values: readonly number[], lost: 0 | 1): number {
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) ** 2)) / (values.length - lost);
}
