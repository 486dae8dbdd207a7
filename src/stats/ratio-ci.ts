import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface RatioEstimate extends Interval {
  readonly n: number;
  /** Σ numerator / Σ denominator; null where the denominator sums to 0. */
  readonly ratio: number | null;
  /** Delta method, by cluster where clusters are given; null for fewer than two. */
  readonly standardError: number | null;
  readonly degreesOfFreedom: number;
}

/**
 * Ratio of two sums over the same items, with the delta method's interval on the log scale, so that it stays above 0.
 * Items are independent unless clusters are given. Denominators are at least 0.
 */
export function ratioCI(
  numerator: ArrayLike<number>,
  denominator: ArrayLike<number>,
  clusters: ArrayLike<number | string> | null = null,
  confidence = CONFIDENCE,
): RatioEstimate {
  const n = denominator.length;
  const bottom = sum(denominator);
  const ratio = sum(numerator) / bottom;
  const none = { n, standardError: null, degreesOfFreedom: 0, ...NO_INTERVAL };
  if (!(bottom > 0) || !Number.isFinite(ratio)) return { ...none, ratio: null };
  const influence = Float64Array.from({ length: n }, (_, i) => (numerator[i] ?? 0) - ratio * (denominator[i] ?? 0));
  const { standardErrorCR1, degreesOfFreedom } = clusteredMeanCI(influence, clusters);
  if (standardErrorCR1 === null) return { ...none, ratio };
  const standardError = (standardErrorCR1 * n) / bottom;
  const facts = { n, ratio, standardError, degreesOfFreedom };
  // 0 / something: every numerator is 0, and the log scale has no place for it.
  if (ratio <= 0)
    return { ...facts, low: standardError === 0 ? ratio : null, high: standardError === 0 ? ratio : null };
  const spread = Math.exp((tPpf(1 - (1 - confidence) / 2, degreesOfFreedom) * standardError) / ratio);
  return { ...facts, low: ratio / spread, high: Number.isFinite(spread) ? ratio * spread : null };
}
