import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { normPpf } from "./norm-ppf.ts";
import { tangoStatistic } from "./tango-statistic.ts";

/**
 * Tango's score interval (1998) for pA - pB of n pairs: b = A right only, c = B right only. It has a width even when
 * no pair differs, where t on the differences claims certainty. Null bounds for n = 0.
 */
export function pairedBinaryDiffCI(b: number, c: number, n: number, confidence = CONFIDENCE): Interval {
  if (!(n > 0) || b < 0 || c < 0 || b + c > n) return NO_INTERVAL;
  const z = normPpf(1 - (1 - confidence) / 2);
  return {
    low: b === 0 && c === n ? -1 : solve(b, c, n, z),
    high: c === 0 && b === n ? 1 : solve(b, c, n, -z),
  };
}

/** The difference at which the statistic, which falls as the difference grows, takes the wanted value. */
function solve(b: number, c: number, n: number, wanted: number): number {
  let low = -1;
  let high = 1;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (tangoStatistic(middle, b, c, n) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
