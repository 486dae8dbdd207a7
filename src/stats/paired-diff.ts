import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { tCdf } from "./t-cdf.ts";

export interface PairedDifference extends Interval {
  readonly n: number;
  readonly clusters: number;
  /** Mean of a - b; null for n = 0. */
  readonly difference: number | null;
  readonly standardError: number | null;
  readonly degreesOfFreedom: number;
  readonly t: number | null;
  /** Two-sided. */
  readonly p: number | null;
}

/**
 * Paired difference of two sides on the same items: t, or CR1 with t(G - 1) where clusters or weights are given.
 * When all differences are equal there is no spread to judge by: bounds, t and p are null, not certain.
 */
export function pairedDiff(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  clusters: ArrayLike<number | string> | null = null,
  weights: ArrayLike<number> | null = null,
  confidence = CONFIDENCE,
): PairedDifference {
  const differences = Float64Array.from({ length: a.length }, (_, i) => (a[i] ?? Number.NaN) - (b[i] ?? Number.NaN));
  const estimate = clusteredMeanCI(differences, clusters, weights, confidence);
  const { n, clusters: count, mean, degreesOfFreedom, low, high } = estimate;
  const standardError = estimate.standardErrorCR1;
  const facts = { n, clusters: count, difference: mean, standardError, degreesOfFreedom };
  // Rounding leaves a trace of spread where there is none.
  const equal = standardError === null || standardError <= 1e-12 * Math.max(1, Math.abs(mean ?? 0));
  if (mean === null || equal) return { ...facts, t: null, p: null, ...NO_INTERVAL };
  const t = mean / standardError;
  return { ...facts, t, p: 2 * tCdf(-Math.abs(t), degreesOfFreedom), low, high };
}
