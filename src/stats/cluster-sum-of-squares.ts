import { sum } from "./sum.ts";

/**
 * Variance of a total of effects that sum to about 0, when those of one cluster move together: Σ(cluster total)² with
 * the factor G / (G - 1) (CR1; Cameron, Miller 2015). Infinite for fewer than two clusters.
 */
export function clusterSumOfSquares(effects: readonly number[], clusters: readonly (number | string)[]): number {
  const totals = new Map<number | string, number>();
  for (const [i, effect] of effects.entries()) {
    const key = clusters[i] ?? `own ${i}`;
    totals.set(key, (totals.get(key) ?? 0) + effect);
  }
  const count = totals.size;
  if (count < 2) return Number.POSITIVE_INFINITY;
  return (sum([...totals.values()].map((total) => total ** 2)) * count) / (count - 1);
}
