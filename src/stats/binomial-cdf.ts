import { betaInc } from "./beta-inc.ts";

/** P(X <= k) for X ~ Bin(n, p), n a whole number; NaN for a p outside 0…1. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(n >= 0) || !(p >= 0 && p <= 1)) return Number.NaN;
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return betaInc(n - whole, whole + 1, 1 - p);
}
