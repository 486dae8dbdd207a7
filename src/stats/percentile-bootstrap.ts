import { bootstrapReplicates, type ResamplingOptions } from "./bootstrap-replicates.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { sum } from "./sum.ts";

export interface BootstrapInterval extends Interval {
  /** Standard deviation of the replicates (divisor B - 1); null for fewer than two. */
  readonly standardError: number | null;
  /** How many replicates had a value. */
  readonly replicates: number;
}

/** Percentile interval (Efron 1979) of replicates that are sorted. No spread among them is no certainty: null bounds. */
export function percentileOf(sorted: Float64Array, confidence = CONFIDENCE): BootstrapInterval {
  const count = sorted.length;
  const mean = sum(sorted) / count;
  const standardError = count < 2 ? null : Math.sqrt(sum(sorted.map((value) => (value - mean) ** 2)) / (count - 1));
  const facts = { standardError, replicates: count };
  if (standardError === null || standardError <= 1e-12 * Math.max(1, Math.abs(mean))) {
    return { ...facts, ...NO_INTERVAL };
  }
  const tail = (1 - confidence) / 2;
  return { ...facts, low: quantileType7(sorted, tail), high: quantileType7(sorted, 1 - tail) };
}

/** Percentile interval of a statistic over n items; see `bootstrapReplicates` for the draws. n < 2: no interval. */
export function percentileBootstrap(
  n: number,
  statistic: (drawn: Uint32Array) => number | null,
  options: ResamplingOptions = {},
): BootstrapInterval {
  if (n < 2) return { standardError: null, replicates: 0, ...NO_INTERVAL };
  return percentileOf(bootstrapReplicates(n, statistic, options), options.confidence);
}
