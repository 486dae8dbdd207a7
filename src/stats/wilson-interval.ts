import { CONFIDENCE, type Interval } from "./interval.ts";
import { normPpf } from "./norm-ppf.ts";
import { wilsonFromEstimate } from "./wilson-from-estimate.ts";

/** Wilson's score interval for k successes of n (Wilson 1927; Brown, Cai, DasGupta 2001). Null bounds for n = 0. */
export function wilsonInterval(k: number, n: number, confidence = CONFIDENCE): Interval {
  return wilsonFromEstimate(n > 0 ? k / n : Number.NaN, n, normPpf(1 - (1 - confidence) / 2));
}
