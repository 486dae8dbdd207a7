import { bootstrapReplicates, type ResamplingOptions } from "./bootstrap-replicates.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { normCdf } from "./norm-cdf.ts";
import { normPpf } from "./norm-ppf.ts";
import { type BootstrapInterval, percentileOf } from "./percentile-bootstrap.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { sum } from "./sum.ts";

export interface BootstrapBCa extends Interval {
  /** The statistic on all items. */
  readonly estimate: number | null;
  /** How far the replicates' median is off, in standard normal units; null where all lie on one side. */
  readonly bias: number | null;
  /** From the jackknife. */
  readonly acceleration: number | null;
  /** Which quantiles of the replicates the bounds are. */
  readonly quantiles: readonly [number, number] | null;
  readonly percentile: BootstrapInterval;
  /** `percentile` where bias or acceleration cannot be had: to be said beside the bounds. */
  readonly method: "bca" | "percentile";
}

/**
 * Bias-corrected and accelerated bootstrap interval (Efron 1987) of a statistic of n items.
 * Replicates tie with the estimate within 1e-12 of it. n < 2 or no spread: no interval.
 */
export function bootstrapBCa(
  n: number,
  statistic: (drawn: Uint32Array) => number | null,
  options: ResamplingOptions = {},
): BootstrapBCa {
  const confidence = options.confidence ?? CONFIDENCE;
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  const found = n < 1 ? null : statistic(all);
  const estimate = found !== null && Number.isFinite(found) ? found : null;
  const sorted = n < 2 || estimate === null ? new Float64Array() : bootstrapReplicates(n, statistic, options);
  const percentile = percentileOf(sorted, confidence);
  const fallback = { estimate, percentile, low: percentile.low, high: percentile.high, method: "percentile" as const };
  if (estimate === null || percentile.low === null) {
    return { ...fallback, ...NO_INTERVAL, bias: null, acceleration: null, quantiles: null };
  }
  const slack = 1e-12 * Math.max(1, Math.abs(estimate));
  const below = sorted.filter((value) => value < estimate - slack).length;
  const tied = sorted.filter((value) => Math.abs(value - estimate) <= slack).length;
  const share = (below + tied / 2) / sorted.length;
  const bias = share > 0 && share < 1 ? normPpf(share) : null;
  const acceleration = jackknifeAcceleration(n, statistic);
  if (bias === null || acceleration === null) return { ...fallback, bias, acceleration, quantiles: null };
  const adjusted = (tail: number) => {
    const z = bias + normPpf(tail);
    return normCdf(bias + z / (1 - acceleration * z));
  };
  const quantiles = [adjusted((1 - confidence) / 2), adjusted(1 - (1 - confidence) / 2)] as const;
  const [low, high] = quantiles.map((at) => quantileType7(sorted, at));
  return {
    estimate,
    bias,
    acceleration,
    quantiles,
    percentile,
    low: low ?? null,
    high: high ?? null,
    method: "bca",
  };
}

/** null where the statistic has no value without one of the items. */
function jackknifeAcceleration(n: number, statistic: (drawn: Uint32Array) => number | null): number | null {
  const left: number[] = [];
  const others = new Uint32Array(n - 1);
  for (let out = 0; out < n; out++) {
    for (let i = 0; i < n - 1; i++) others[i] = i < out ? i : i + 1;
    const value = statistic(others);
    if (value === null || !Number.isFinite(value)) return null;
    left.push(value);
  }
  const mean = sum(left) / n;
  const squares = sum(left.map((value) => (mean - value) ** 2));
  return squares > 0 ? sum(left.map((value) => (mean - value) ** 3)) / (6 * squares ** 1.5) : 0;
}
