import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { tPpf } from "./t-ppf.ts";
import { wilsonFromEstimate } from "./wilson-from-estimate.ts";

export interface ClusteredRate extends Interval {
  readonly n: number;
  readonly clusters: number;
  readonly rate: number | null;
  readonly standardError: number | null;
  /** Independent observations that would say as much; null without an estimate. */
  readonly effectiveN: number | null;
  readonly degreesOfFreedom: number;
}

/**
 * Wilson's interval for a rate of clustered, weighted or repeated observations (values in 0…1): effective n from the
 * CR1 standard error, capped at n, and t(G - 1) for the normal quantile (after Korn, Graubard 1998).
 * A rate of 0 or 1 shows no spread: then the effective n is the number of clusters. Null bounds for one cluster.
 */
export function wilsonClustered(
  values: ArrayLike<number>,
  clusters: ArrayLike<number | string> | null,
  weights: ArrayLike<number> | null = null,
  confidence = CONFIDENCE,
): ClusteredRate {
  const estimate = clusteredMeanCI(values, clusters, weights, confidence);
  const { n, mean, standardErrorCR1, degreesOfFreedom } = estimate;
  const facts = { n, clusters: estimate.clusters, standardError: standardErrorCR1, degreesOfFreedom };
  if (mean === null) return { ...facts, rate: null, effectiveN: null, ...NO_INTERVAL };
  // A sum of weights can leave 0…1 by a rounding error.
  const rate = Math.abs(mean - 1) < 1e-12 ? 1 : Math.abs(mean) < 1e-12 ? 0 : mean;
  if (standardErrorCR1 === null) return { ...facts, rate, effectiveN: null, ...NO_INTERVAL };
  const effectiveN =
    rate === 0 || rate === 1
      ? estimate.kishClusters
      : Math.min(estimate.kishN, (rate * (1 - rate)) / (standardErrorCR1 * standardErrorCR1));
  const quantile = tPpf(1 - (1 - confidence) / 2, degreesOfFreedom);
  return { ...facts, rate, effectiveN, ...wilsonFromEstimate(rate, effectiveN, quantile) };
}
