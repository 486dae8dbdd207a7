import { betaIncInv } from "./beta-inc-inv.ts";
import { normPpf } from "./norm-ppf.ts";

/** Quantile of Student's t with `df` > 0 degrees of freedom (fractions allowed); NaN outside. */
export function tPpf(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p < 0.5) return -tPpf(1 - p, df);
  if (p === 1) return Number.POSITIVE_INFINITY;
  // Above a million degrees the fourth-order expansion is exact to the last digit, and df + t² would swallow t².
  if (df > 1e6) {
    const z = normPpf(p);
    return z + (z ** 3 + z) / (4 * df);
  }
  // 1 - x with x = df / (df + t²), so that small t keep their digits.
  const share = betaIncInv(0.5, df / 2, 1 - 2 * (1 - p));
  return Math.sqrt((df * share) / (1 - share));
}
