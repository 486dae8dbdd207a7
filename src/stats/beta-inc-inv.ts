import { betaInc } from "./beta-inc.ts";

/** The x with I_x(a, b) = p, by bisection: slow (microseconds) and never wrong. NaN outside 0…1. */
export function betaIncInv(a: number, b: number, p: number): number {
  if (!(a > 0) || !(b > 0) || !(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaInc(a, b, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
