import { betaInc } from "./beta-inc.ts";

/** P(T <= t) of Student's t with `df` > 0 degrees of freedom (fractions allowed); NaN when df is not above 0. */
export function tCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (!Number.isFinite(t)) return t < 0 ? 0 : 1;
  const whole = df + t * t;
  const tail = 0.5 * betaInc(df / 2, 0.5, df / whole, (t * t) / whole);
  return t <= 0 ? tail : 1 - tail;
}
