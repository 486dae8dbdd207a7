import type { ResamplingOptions } from "./bootstrap-replicates.ts";
import { type BootstrapInterval, percentileBootstrap } from "./percentile-bootstrap.ts";

export interface ClusterBootstrap extends BootstrapInterval {
  readonly mean: number | null;
  readonly clusters: number;
}

/**
 * Mean of clustered values with a percentile interval over whole clusters, in order of first appearance (Cameron,
 * Miller 2015). For a mean CR1 with t covers better at few clusters (`clusteredMeanCI`); this is for cross-checks and
 * is the pattern for other ratios.
 */
export function clusterBootstrap(
  values: ArrayLike<number>,
  clusters: ArrayLike<number | string>,
  options: ResamplingOptions = {},
): ClusterBootstrap {
  const slots = new Map<number | string, number>();
  const sums: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const key = clusters[i] ?? `own ${i}`;
    const slot = slots.get(key) ?? slots.size;
    slots.set(key, slot);
    sums[slot] = (sums[slot] ?? 0) + (values[i] ?? Number.NaN);
    sizes[slot] = (sizes[slot] ?? 0) + 1;
  }
  const ratio = (drawn: Iterable<number>) => {
    let total = 0;
    let size = 0;
    for (const slot of drawn) {
      total += sums[slot] ?? 0;
      size += sizes[slot] ?? 0;
    }
    return size > 0 && Number.isFinite(total) ? total / size : null;
  };
  return {
    mean: ratio(sums.keys()),
    clusters: sums.length,
    ...percentileBootstrap(sums.length, ratio, options),
  };
}
