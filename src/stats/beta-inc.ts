import { lnBeta } from "./ln-beta.ts";

const TINY = 1e-300;
const MAX_STEPS = 20_000;

/**
 * Regularised incomplete beta function I_x(a, b), a and b > 0, x in 0…1; NaN outside.
 * Lentz's continued fraction (Numerical Recipes §6.4), on the side where it converges fast.
 * @param rest 1 - x, where the caller knows it to more digits than the subtraction gives
 */
export function betaInc(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || rest === 0) return x;
  const lnX = rest < 0.5 ? Math.log1p(-rest) : Math.log(x);
  const lnRest = x < 0.5 ? Math.log1p(-x) : Math.log(rest);
  const front = Math.exp(a * lnX + b * lnRest - lnBeta(a, b));
  if (x > (a + 1) / (a + b + 2)) return 1 - (front * continuedFraction(b, a, rest)) / b;
  return (front * continuedFraction(a, b, x)) / a;
}

function continuedFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
