import type { Estimate } from "../../domain/estimate.ts";
import { clusteredMeanCI } from "../../stats/clustered-mean-ci.ts";
import { clampInterval } from "../../stats/interval.ts";
import { percentileBootstrap } from "../../stats/percentile-bootstrap.ts";
import { sum } from "../../stats/sum.ts";
import { wilsonClustered } from "../../stats/wilson-clustered.ts";
import { wilsonInterval } from "../../stats/wilson-interval.ts";
import { noEstimate } from "../estimates.ts";

/** The clusters, or null where each item is its own. */
export function realClusters(clusters: readonly string[]): readonly string[] | null {
  return new Set(clusters).size < clusters.length ? clusters : null;
}

/** A share of values in 0…1: Wilson, on the effective n where items share a cluster or values lie between. */
export function shareOf(values: readonly number[], clusters: readonly string[]): Estimate {
  const n = values.length;
  if (n === 0) return noEstimate();
  const shared = realClusters(clusters);
  if (shared === null && values.every((value) => value === 0 || value === 1)) {
    return { value: sum(values) / n, ...wilsonInterval(sum(values), n), n, method: "wilson" };
  }
  const { rate, low, high } = wilsonClustered(values, shared);
  return { value: rate, low, high, n, method: "wilson-neff" };
}

/** A mean with its t interval, CR1 where items share a cluster, cut to the range that it has. */
export function meanOf(values: readonly number[], clusters: readonly string[], min: number, max: number): Estimate {
  const shared = realClusters(clusters);
  const { n, mean, low, high } = clusteredMeanCI(values, shared);
  const method = shared === null ? "t" : "t-cr1";
  if (mean === null) return noEstimate();
  // All equal: an interval of no width would claim to be certain.
  if (low === high) return { value: mean, low: null, high: null, n, method };
  return { value: mean, ...clampInterval({ low, high }, min, max), n, method };
}

/** The value with a percentile interval over whole clusters (seeded). */
export function clusterBootstrapped(
  clusters: readonly string[],
  seed: number,
  statistic: (items: readonly number[]) => number | null,
): Estimate {
  const members = new Map<string, number[]>();
  for (const [i, cluster] of clusters.entries()) {
    const own = members.get(cluster);
    if (own === undefined) members.set(cluster, [i]);
    else own.push(i);
  }
  const groups = [...members.values()];
  const draw = (drawn: Iterable<number>) => statistic([...drawn].flatMap((at) => groups[at] ?? []));
  const { low, high } = percentileBootstrap(groups.length, draw, { seed, replicates: 1_000 });
  return { value: draw(groups.keys()), low, high, n: clusters.length, method: "cluster-bootstrap" };
}

/** One value a cluster: the mean of its items. */
export function clusterMeans(values: readonly number[], clusters: readonly string[]): readonly number[] {
  const sums = new Map<string, { total: number; count: number }>();
  for (const [i, value] of values.entries()) {
    const key = clusters[i] ?? "";
    const { total, count } = sums.get(key) ?? { total: 0, count: 0 };
    sums.set(key, { total: total + value, count: count + 1 });
  }
  return [...sums.values()].map(({ total, count }) => total / count);
}
