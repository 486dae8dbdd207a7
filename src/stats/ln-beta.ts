import { lnGamma, stirlingCorrection } from "./ln-gamma.ts";

/** ln B(a, b) for a and b > 0. With a large argument its logarithms are not subtracted, which would lose their digits. */
export function lnBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 20) return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
  const both = small + large;
  const growth = (large - 0.5) * Math.log1p(small / large) + small * (Math.log(both) - 1);
  return lnGamma(small) - growth - stirlingCorrection(both) + stirlingCorrection(large);
}
