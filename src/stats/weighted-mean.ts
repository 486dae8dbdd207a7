import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { CONFIDENCE, type Interval } from "./interval.ts";

export interface WeightedMean extends Interval {
  readonly n: number;
  readonly mean: number | null;
  readonly standardError: number | null;
  /** Kish's effective n: how many equally weighted values would say as much. */
  readonly effectiveN: number;
}

/** Hájek's weighted mean with its linearised standard error and t(n - 1). Null bounds for n < 2. */
export function weightedMean(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  confidence = CONFIDENCE,
): WeightedMean {
  const { n, mean, standardErrorCR1, kishN, low, high } = clusteredMeanCI(values, null, weights, confidence);
  return { n, mean, standardError: standardErrorCR1, effectiveN: kishN, low, high };
}
