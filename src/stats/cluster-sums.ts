/** Sums of values by cluster, in order of first appearance; a value without a cluster is its own. */
export function clusterSums(
  values: ArrayLike<number>,
  clusters: ArrayLike<number | string> | null,
  weights: ArrayLike<number> | null = null,
): number[] {
  const sums: number[] = [];
  const slots = new Map<number | string, number>();
  for (let i = 0; i < values.length; i++) {
    const key = clusters?.[i];
    const slot = key === undefined ? sums.length : (slots.get(key) ?? sums.length);
    if (key !== undefined) slots.set(key, slot);
    sums[slot] = (sums[slot] ?? 0) + (weights?.[i] ?? 1) * (values[i] ?? Number.NaN);
  }
  return sums;
}
