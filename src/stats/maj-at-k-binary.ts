/**
 * Chance that most of k draws without replacement from n answers, c of them right, are right; a tie counts one half.
 * Wrong answers are taken to agree with each other, so it is a lower bound of plurality voting.
 * @returns null where k is not a whole number in 1…n or c not in 0…n
 */
export function majAtKBinary(n: number, c: number, k: number): number | null {
  if (!Number.isInteger(k) || k < 1 || !(k <= n) || !(c >= 0 && c <= n)) return null;
  let chance = 0;
  for (let right = Math.ceil(k / 2); right <= k; right++) {
    chance += hypergeometric(right, n, c, k) * (2 * right === k ? 0.5 : 1);
  }
  return chance;
}

/** C(c, x) · C(n - c, k - x) / C(n, k), as a product of ratios near 1. */
function hypergeometric(x: number, n: number, c: number, k: number): number {
  if (x > c || k - x > n - c) return 0;
  let chance = 1;
  for (let i = 0; i < k; i++) {
    // The i-th draw: the right ones first, times the number of orders.
    chance *= i < x ? ((c - i) / (n - i)) * ((k - i) / (x - i)) : (n - c - (i - x)) / (n - i);
  }
  return chance;
}
