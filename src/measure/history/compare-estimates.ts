import type { Estimate } from "../../domain/estimate.ts";
import { CONFIDENCE } from "../../stats/interval.ts";
import { normCdf } from "../../stats/norm-cdf.ts";
import { normPpf } from "../../stats/norm-ppf.ts";

export interface IntervalDifference {
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided. */
  readonly p: number | null;
}

/**
 * Two figures by their 95% intervals alone, as if measured on independent cases: each side of the difference's interval
 * adds the halves that lie there (Newcombe 1998, method 10). On shared cases that is cautious: what they have in common
 * is not taken out.
 */
export function compareEstimates(later: Estimate, earlier: Estimate): IntervalDifference {
  if (later.value === null || earlier.value === null) return { difference: null, low: null, high: null, p: null };
  const difference = later.value - earlier.value;
  const below = rootSum(half(later.value, later.low), half(earlier.high, earlier.value));
  const above = rootSum(half(later.high, later.value), half(earlier.value, earlier.low));
  const toZero = difference > 0 ? below : above;
  const z = normPpf(1 - (1 - CONFIDENCE) / 2);
  return {
    difference,
    low: below === null ? null : difference - below,
    high: above === null ? null : difference + above,
    p: toZero === null || toZero === 0 ? null : 2 * normCdf((-Math.abs(difference) / toZero) * z),
  };
}

function half(upper: number | null, lower: number | null): number | null {
  return upper === null || lower === null ? null : upper - lower;
}

function rootSum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.hypot(a, b);
}
