import { CONFIDENCE, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { kishEffectiveN } from "./kish-effective-n.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface ClusteredMean extends Interval {
  readonly n: number;
  /** Number of clusters. */
  readonly clusters: number;
  readonly mean: number | null;
  /** Without and with the factor G / (G - 1); CR1 is the one to use. null for fewer than two clusters. */
  readonly standardErrorCR0: number | null;
  readonly standardErrorCR1: number | null;
  /** Clusters less one. */
  readonly degreesOfFreedom: number;
  /** How much the clusters inflate the variance; null when all values are equal or weights are given. */
  readonly designEffect: number | null;
  /** Kish's n of the weights: n without weights. */
  readonly kishN: number;
  /** Kish's n of the clusters' mean weights: the number of clusters without weights. */
  readonly kishClusters: number;
}

/**
 * (Weighted) mean whose standard error allows for clusters: CR1, t(G - 1) (Cameron, Miller 2015; Miller 2024).
 * With every value its own cluster it is the plain t interval, and with weights Hájek's.
 * @param clusters a cluster per value; null: each its own
 * @param weights above 0; null: all equal
 */
export function clusteredMeanCI(
  values: ArrayLike<number>,
  clusters: ArrayLike<number | string> | null,
  weights: ArrayLike<number> | null = null,
  confidence = CONFIDENCE,
): ClusteredMean {
  const x = asColumn(values);
  const n = x.length;
  const w = weights === null ? null : asColumn(weights);
  const totalWeight = w === null ? n : sum(w);
  const mean = sum(w === null ? x : x.map((value, i) => value * (w[i] ?? 0))) / totalWeight;
  const groups = groupResiduals(x, clusters, w, mean);
  const count = groups.residuals.length;
  const facts = {
    n,
    clusters: count,
    degreesOfFreedom: Math.max(0, count - 1),
    kishN: w === null ? n : kishEffectiveN(w),
    kishClusters: w === null ? count : kishEffectiveN(groups.meanWeights),
  };
  const unknown = { standardErrorCR0: null, standardErrorCR1: null, designEffect: null, ...NO_INTERVAL };
  if (n === 0 || !Number.isFinite(mean)) return { ...facts, mean: null, ...unknown };
  if (count < 2) return { ...facts, mean, ...unknown };
  const cr0 = Math.sqrt(sum(groups.residuals.map((residual) => residual ** 2))) / totalWeight;
  const cr1 = cr0 * Math.sqrt(count / (count - 1));
  const naive = sum(x.map((value) => (value - mean) ** 2)) / (n - 1) / n;
  const half = tPpf(1 - (1 - confidence) / 2, count - 1) * cr1;
  return {
    ...facts,
    mean,
    standardErrorCR0: cr0,
    standardErrorCR1: cr1,
    designEffect: w === null && naive > 0 ? (cr1 * cr1) / naive : null,
    ...symmetricInterval(mean, half),
  };
}

/** Sums of weighted residuals per cluster, in order of first appearance. `meanWeights` is empty without weights. */
function groupResiduals(
  values: Float64Array,
  clusters: ArrayLike<number | string> | null,
  weights: Float64Array | null,
  mean: number,
): { residuals: Float64Array; meanWeights: Float64Array } {
  const residuals = new Float64Array(values.length);
  const weightSums = new Float64Array(weights === null ? 0 : values.length);
  const sizes = new Float64Array(weightSums.length);
  const slots = new Map<number | string, number>();
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const key = clusters?.[i];
    const slot = key === undefined ? count : (slots.get(key) ?? count);
    if (key !== undefined) slots.set(key, slot);
    if (slot === count) count += 1;
    const weight = weights?.[i] ?? 1;
    residuals[slot] = (residuals[slot] ?? 0) + weight * ((values[i] ?? 0) - mean);
    if (weights === null) continue;
    weightSums[slot] = (weightSums[slot] ?? 0) + weight;
    sizes[slot] = (sizes[slot] ?? 0) + 1;
  }
  const meanWeights = weightSums
    .subarray(0, weights === null ? 0 : count)
    .map((total, slot) => total / (sizes[slot] ?? 1));
  return { residuals: residuals.subarray(0, count), meanWeights };
}

/** A column of numbers in eight bytes each: of a million, copies in lists would be most of what a report takes. */
function asColumn(values: ArrayLike<number>): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values);
}
