/**
 * Type-7 quantile (Hyndman, Fan 1996; the default of R and numpy) of values that are already sorted.
 * @returns null for no values, a p outside 0…1, or a NaN
 */
export function quantileType7(sorted: ArrayLike<number>, p: number): number | null {
  const n = sorted.length;
  if (n === 0 || !(p >= 0 && p <= 1)) return null;
  const position = (n - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, n - 1)] ?? Number.NaN;
  const value = low + (position - below) * (high - low);
  return Number.isNaN(value) ? null : value;
}
