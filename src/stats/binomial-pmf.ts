import { lnGamma } from "./ln-gamma.ts";

/** P(X = k) for X ~ Bin(n, p), n a whole number; 0 outside 0…n, NaN for a p outside 0…1. */
export function binomialPmf(k: number, n: number, p: number): number {
  if (!(n >= 0) || !(p >= 0 && p <= 1)) return Number.NaN;
  if (k < 0 || k > n) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  const lnChoose = lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
  return Math.exp(lnChoose + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
