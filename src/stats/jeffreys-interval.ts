import { betaIncInv } from "./beta-inc-inv.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";

/** Jeffreys' interval for k successes of n, with the ends' own bounds (Brown, Cai, DasGupta 2001). Null for n = 0. */
export function jeffreysInterval(k: number, n: number, confidence = CONFIDENCE): Interval {
  if (!(n > 0) || !(k >= 0 && k <= n)) return NO_INTERVAL;
  const tail = (1 - confidence) / 2;
  return {
    low: k === 0 ? 0 : betaIncInv(k + 0.5, n - k + 0.5, tail),
    high: k === n ? 1 : betaIncInv(k + 0.5, n - k + 0.5, 1 - tail),
  };
}
