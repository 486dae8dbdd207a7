import type { Look } from "./group-sequential-looks.ts";
import { type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";

/** Repeated confidence interval of a mean at a look: mean ± z SE (Jennison, Turnbull 2000). */
export function repeatedInterval(mean: number | null, standardError: number | null, look: Pick<Look, "z">): Interval {
  if (mean === null || standardError === null || !(standardError > 0)) return NO_INTERVAL;
  return symmetricInterval(mean, look.z * standardError);
}
