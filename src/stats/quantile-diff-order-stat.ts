import { CONFIDENCE, type Interval } from "./interval.ts";
import { quantileCIRanks } from "./quantile-ci-ranks.ts";

/**
 * Interval for the difference of two p-quantiles, b less a, whatever the distributions: two order-statistic intervals
 * at half the error each (Bonferroni), so conservative. Null bounds where a side has none.
 */
export function quantileDiffOrderStat(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  p: number,
  confidence = CONFIDENCE,
): Interval {
  const left = orderStatistics(a, p, 1 - (1 - confidence) / 2);
  const right = orderStatistics(b, p, 1 - (1 - confidence) / 2);
  return { low: minus(right.low, left.high), high: minus(right.high, left.low) };
}

function orderStatistics(values: ArrayLike<number>, p: number, confidence: number): Interval {
  const sorted = Float64Array.from(values).sort();
  const { lower, upper } = quantileCIRanks(sorted.length, p, confidence);
  return { low: at(sorted, lower), high: at(sorted, upper) };
}

function at(sorted: Float64Array, rank: number | null): number | null {
  const value = rank === null ? Number.NaN : (sorted[rank - 1] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
