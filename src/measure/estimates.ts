import type { Estimate } from "../domain/estimate.ts";
import { clusteredMeanCI } from "../stats/clustered-mean-ci.ts";
import { clampInterval } from "../stats/interval.ts";
import { quantileCIRanks } from "../stats/quantile-ci-ranks.ts";
import { quantileType7 } from "../stats/quantile-type7.ts";
import { sum } from "../stats/sum.ts";
import { wilsonClustered } from "../stats/wilson-clustered.ts";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { type CaseValues, clustersOf, forEachTrial, type View, weightsOf } from "./view.ts";

/** Nothing was there to measure. */
export function noEstimate(method = "no-data"): Estimate {
  return { value: null, low: null, high: null, n: 0, method };
}

/** A fact of the run: it has no uncertainty. */
export function exact(value: number, n: number): Estimate {
  return { value, low: value, high: value, n, method: "exact" };
}

interface Options {
  /** Whether the cases' weights count: they do in what says how good the answers are, not in money, time and rates. */
  readonly weighted: boolean;
}

/** A share: Wilson on single answers; with repeats, clusters or weights Wilson on the effective n. n counts cases. */
export function shareEstimate(view: View, { values, cases }: CaseValues, { weighted }: Options): Estimate {
  const n = values.length;
  if (n === 0) return noEstimate();
  const clusters = clustersOf(view.table, cases);
  const weights = weighted ? weightsOf(view.table, cases) : null;
  if (clusters === null && weights === null && view.table.repeats === 1) {
    const passed = sum(values);
    return { value: passed / n, ...wilsonInterval(passed, n, view.confidence), n, method: "wilson" };
  }
  const { rate, low, high } = wilsonClustered(values, clusters, weights, view.confidence);
  return { value: rate, low, high, n, method: "wilson-neff" };
}

/** A mean of cases with its t interval (`t-cr1` with clusters), cut to the range that the quantity has. */
export function meanEstimate(
  view: View,
  { values, cases }: CaseValues,
  { weighted, min, max }: Options & { readonly min: number; readonly max: number },
): Estimate {
  const n = values.length;
  if (n === 0) return noEstimate();
  const clusters = clustersOf(view.table, cases);
  const { mean, low, high } = clusteredMeanCI(
    values,
    clusters,
    weighted ? weightsOf(view.table, cases) : null,
    view.confidence,
  );
  return { value: mean, ...clampInterval({ low, high }, min, max), n, method: clusters === null ? "t" : "t-cr1" };
}

/**
 * A mean of scores in 0…1. When all are equal t would claim certainty: no variable in 0…1 spreads more than a yes or
 * no of the same mean, so Wilson's interval is a safe one then.
 */
export function scoreEstimate(view: View, scores: CaseValues): Estimate {
  const { values } = scores;
  const varied = values.some((value) => value !== values[0]);
  if (varied || values.length < 2) return meanEstimate(view, scores, { weighted: true, min: 0, max: 1 });
  const { rate, low, high } = wilsonClustered(
    values,
    clustersOf(view.table, scores.cases),
    weightsOf(view.table, scores.cases),
    view.confidence,
  );
  return { value: rate, low, high, n: values.length, method: "wilson-neff" };
}

/**
 * A type-7 quantile over trials with its interval by order statistics; `high` is null when n is too small to bound it.
 * Trials of one case or cluster are not independent: their design effect at the quantile shrinks the n of the ranks.
 */
export function quantileEstimate(view: View, name: string, column: Float64Array | null, p: number): Estimate {
  if (column === null) return noEstimate();
  const sorted = sortedColumn(view, name, column);
  const n = sorted.length;
  const value = quantileType7(sorted, p);
  if (value === null) return noEstimate();
  const independent = view.table.repeats === 1 && view.table.cases.clusters === null;
  const effectiveN = independent ? n : effectiveNAt(view, column, value);
  const ranks = quantileCIRanks(Math.max(1, Math.floor(effectiveN)), p, view.confidence);
  const at = (rank: number | null) => (rank === null ? null : (sorted[Math.min(n, Math.max(1, rank)) - 1] ?? null));
  const scale = n / Math.max(1, Math.floor(effectiveN));
  return {
    value,
    low: at(ranks.lower === null ? null : Math.floor(ranks.lower * scale)),
    high: at(ranks.upper === null ? null : Math.ceil(ranks.upper * scale)),
    n,
    method: independent ? "order-statistics" : "order-statistics-neff",
  };
}

function sortedColumn(view: View, name: string, column: Float64Array): Float64Array {
  const known = view.sorted.get(name);
  if (known !== undefined) return known;
  const found = new Float64Array(view.cases.length * view.table.repeats);
  let n = 0;
  forEachTrial(view, (slot) => {
    const value = column[slot] ?? Number.NaN;
    if (!Number.isNaN(value)) found[n++] = value;
  });
  const sorted = found.subarray(0, n).sort();
  view.sorted.set(name, sorted);
  return sorted;
}

/** Woodruff's idea (1952): the share of values up to the quantile is a mean, and its design effect is the quantile's. */
function effectiveNAt(view: View, column: Float64Array, quantile: number): number {
  const below: number[] = [];
  const groups: number[] = [];
  const { clusters } = view.table.cases;
  forEachTrial(view, (slot, caseIndex) => {
    const value = column[slot] ?? Number.NaN;
    if (Number.isNaN(value)) return;
    below.push(value <= quantile ? 1 : 0);
    groups.push(clusters?.[caseIndex] ?? -1 - caseIndex);
  });
  const { designEffect, clusters: count } = clusteredMeanCI(below, groups);
  return designEffect === null ? count : Math.min(below.length, below.length / designEffect);
}
