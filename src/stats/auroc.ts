import { CONFIDENCE, clampInterval, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { normPpf } from "./norm-ppf.ts";
import { sum } from "./sum.ts";
import { wilsonFromEstimate } from "./wilson-from-estimate.ts";

export interface Auroc extends Interval {
  readonly positives: number;
  readonly negatives: number;
  /** Chance that a positive scores above a negative, ties a half; null without one of them. */
  readonly auroc: number | null;
  readonly standardError: number | null;
}

/**
 * Area under the ROC curve with DeLong's interval (DeLong, DeLong, Clarke-Pearson 1988). Where DeLong's error is 0 (a
 * perfect separation) the interval is Wilson's on the smaller class.
 * @param outcomes 1 or true: positive
 */
export function auroc(
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number | boolean>,
  confidence = CONFIDENCE,
): Auroc {
  const all = Array.from(scores);
  const positive = all.filter((_, i) => Boolean(outcomes[i])).sort((a, b) => a - b);
  const negative = all.filter((_, i) => !outcomes[i]).sort((a, b) => a - b);
  const facts = { positives: positive.length, negatives: negative.length };
  if (positive.length === 0 || negative.length === 0 || all.some(Number.isNaN)) {
    return { ...facts, auroc: null, standardError: null, ...NO_INTERVAL };
  }
  // How much of the other class each value has on its right side.
  const above = positive.map((value) => shareBelow(negative, value));
  const below = negative.map((value) => 1 - shareBelow(positive, value));
  const area = sum(above) / positive.length;
  const variance = meanVariance(above, area) + meanVariance(below, area);
  if (!Number.isFinite(variance)) return { ...facts, auroc: area, standardError: null, ...NO_INTERVAL };
  const standardError = Math.sqrt(variance);
  const z = normPpf(1 - (1 - confidence) / 2);
  const interval =
    variance > 0
      ? clampInterval(symmetricInterval(area, z * standardError), 0, 1)
      : wilsonFromEstimate(area, Math.min(positive.length, negative.length), z);
  return { ...facts, auroc: area, standardError, ...interval };
}

/** Share of sorted values below one, ties a half. */
function shareBelow(sorted: readonly number[], value: number): number {
  const first = (holds: (other: number) => boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(sorted[middle] ?? Number.NaN)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return (first((other) => other >= value) + first((other) => other > value)) / 2 / sorted.length;
}

/** Variance of the mean; NaN for one value. */
function meanVariance(values: readonly number[], mean: number): number {
  return sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1) / values.length;
}
