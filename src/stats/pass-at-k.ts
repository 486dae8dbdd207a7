/**
 * Chance that at least one of k draws succeeds, estimated without bias from c successes among n (Chen et al. 2021):
 * 1 - C(n - c, k) / C(n, k).
 * @returns null where k is not a whole number in 1…n or c not in 0…n: it cannot be estimated
 */
export function passAtK(n: number, c: number, k: number): number | null {
  if (!Number.isInteger(k) || k < 1 || !(k <= n) || !(c >= 0 && c <= n)) return null;
  if (n - c < k) return 1;
  let allFail = 1;
  for (let i = 0; i < k; i++) allFail *= (n - c - i) / (n - i);
  return 1 - allFail;
}
