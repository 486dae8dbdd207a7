import { betaIncInv } from "./beta-inc-inv.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";

/** Exact interval for k successes of n (Clopper, Pearson 1934): for guarantees. Null bounds for n = 0. */
export function clopperPearson(k: number, n: number, confidence = CONFIDENCE): Interval {
  if (!(n > 0) || !(k >= 0 && k <= n)) return NO_INTERVAL;
  const tail = (1 - confidence) / 2;
  return {
    low: k === 0 ? 0 : betaIncInv(k, n - k + 1, tail),
    high: k === n ? 1 : betaIncInv(k + 1, n - k, 1 - tail),
  };
}
