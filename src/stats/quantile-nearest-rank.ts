/**
 * Nearest-rank quantile x_(⌈np⌉) (Hyndman, Fan 1996, type 1) of values that are already sorted: a value that was
 * observed. null for no values, a p outside 0…1, or a NaN.
 */
export function quantileNearestRank(sorted: ArrayLike<number>, p: number): number | null {
  const n = sorted.length;
  if (n === 0 || !(p >= 0 && p <= 1)) return null;
  // .95 * 20 is a hair above 19: without the slack it would be rank 20.
  const rank = Math.max(1, Math.ceil(p * n - 1e-9));
  const value = sorted[rank - 1] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}
