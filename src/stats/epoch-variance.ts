import { CONFIDENCE, type Interval } from "./interval.ts";
import { meanCI } from "./mean-ci.ts";
import { sum } from "./sum.ts";

export interface EpochVariance extends Interval {
  readonly mean: number;
  /** Over item means: contains the sampling noise already. null for one item. */
  readonly standardError: number | null;
  readonly varianceOfMeans: number;
  /** Mean variance of the repeats of one item. */
  readonly varianceWithin: number;
  readonly varianceBetween: number;
  /** The standard error had each item been run once, and had it been run without end. */
  readonly standardErrorOnce: number;
  readonly standardErrorEndless: number;
  /** How much the mean moves when the same items are run again. */
  readonly rerunDeviation: number;
  /** Mean over items of the chance that two of its repeats differ, for values of 0 and 1; unbiased. */
  readonly flake: number;
}

/**
 * What of a mean's variance is from the items and what from their repeats (Miller 2024).
 * @param items a row of at least two repeats per item, the same number for all; at least two items
 */
export function epochVariance(items: readonly (readonly number[])[], confidence = CONFIDENCE): EpochVariance | null {
  const n = items.length;
  const repeats = items[0]?.length ?? 0;
  if (n < 2 || repeats < 2 || items.some((row) => row.length !== repeats)) return null;
  const means = items.map((row) => sum(row) / repeats);
  const within = items.map((row, i) => sum(row.map((value) => (value - (means[i] ?? 0)) ** 2)) / (repeats - 1));
  const { mean, standardError, low, high } = meanCI(means, confidence);
  if (mean === null) return null;
  const varianceOfMeans = sum(means.map((value) => (value - mean) ** 2)) / (n - 1);
  const varianceWithin = sum(within) / n;
  const varianceBetween = Math.max(0, varianceOfMeans - varianceWithin / repeats);
  return {
    mean,
    standardError,
    low,
    high,
    varianceOfMeans,
    varianceWithin,
    varianceBetween,
    standardErrorOnce: Math.sqrt((varianceBetween + varianceWithin) / n),
    standardErrorEndless: Math.sqrt(varianceBetween / n),
    rerunDeviation: Math.sqrt(varianceWithin / (repeats * n)),
    // 2k(K - k) / (K(K - 1)) is twice the variance of zeros and ones.
    flake: 2 * varianceWithin,
  };
}
