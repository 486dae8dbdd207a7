import { gammaQ } from "./gamma-q.ts";

/** P(Z <= x) of the standard normal. The tail comes from the incomplete gamma function, never as 1 - erf. */
export function normCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const tail = 0.5 * gammaQ(0.5, (x * x) / 2);
  return x <= 0 ? tail : 1 - tail;
}
