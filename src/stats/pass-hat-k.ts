/**
 * Chance that all of k draws succeed, estimated without bias from c successes among n: C(c, k) / C(n, k)
 * (τ-bench, Yao et al. 2024).
 * @returns null where k is not a whole number in 1…n or c not in 0…n: it cannot be estimated
 */
export function passHatK(n: number, c: number, k: number): number | null {
  if (!Number.isInteger(k) || k < 1 || !(k <= n) || !(c >= 0 && c <= n)) return null;
  let allPass = 1;
  for (let i = 0; i < k; i++) allPass *= Math.max(0, c - i) / (n - i);
  return allPass;
}
