import { binomialCdf } from "./binomial-cdf.ts";
import { CONFIDENCE } from "./interval.ts";

export interface QuantileRanks {
  /** From 1; null: no order statistic bounds the quantile on this side at this n. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Probability that the interval holds the quantile. */
  readonly coverage: number;
}

/**
 * Ranks of the order statistics that enclose the p-quantile of n independent values, whatever their distribution
 * (David, Nagaraja 2003): x_(lower) and x_(upper).
 */
export function quantileCIRanks(n: number, p: number, confidence = CONFIDENCE): QuantileRanks {
  if (!(n >= 1) || !(p > 0 && p < 1)) return { lower: null, upper: null, coverage: 1 };
  const tail = (1 - confidence) / 2;
  // P(X <= k) grows with k, so both ranks are found by bisection over the whole numbers 0…n - 1.
  const aboveTail = firstAt(n, (k) => binomialCdf(k, n, p) > tail);
  const lower = aboveTail === 0 ? null : aboveTail;
  const upper = firstAt(n, (k) => binomialCdf(k, n, p) >= 1 - tail) + 1;
  const bounded = upper <= n;
  const below = lower === null ? 0 : binomialCdf(lower - 1, n, p);
  return {
    lower,
    upper: bounded ? upper : null,
    coverage: (bounded ? binomialCdf(upper - 1, n, p) : 1) - below,
  };
}

/** The first k in 0…n - 1 for which a monotone condition holds; n when none does. */
function firstAt(n: number, holds: (k: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
