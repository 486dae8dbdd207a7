import { CONFIDENCE } from "../stats/interval.ts";
import type { Table } from "./table.ts";

/** One candidate on some of the cases: what a metric is measured on. */
export interface View {
  readonly table: Table;
  /** Position in the table's candidates. */
  readonly candidate: number;
  /** Indices of cases, ascending. */
  readonly cases: Uint32Array;
  /** Whether the candidate's price is known (or it is free). */
  readonly priced: boolean;
  /** Sorted columns that several metrics share. */
  readonly sorted: Map<string, Float64Array>;
  /** Of the interval: 95% unless one-sided bounds are wanted (90% for one-sided 95%). Resampled intervals stay at 95%. */
  readonly confidence: number;
}

const inOrder = new WeakMap<Table, Uint32Array>();

/** All cases, or the first `count` of the run order. */
export function allCases(table: Table, count: number = table.caseCount): Uint32Array {
  const wanted = Math.min(count, table.caseCount);
  const made = inOrder.get(table) ?? Uint32Array.from({ length: table.caseCount }, (_, index) => index);
  inOrder.set(table, made);
  return made.subarray(0, wanted);
}

export function viewOf(
  table: Table,
  candidate: number,
  cases: Uint32Array,
  priced: boolean,
  confidence = CONFIDENCE,
): View {
  return { table, candidate, cases, priced, sorted: new Map(), confidence };
}

/** Every trial of a view, case by case. */
export function forEachTrial(view: View, visit: (slot: number, caseIndex: number) => void): void {
  const { table, candidate, cases } = view;
  for (const caseIndex of cases) {
    const first = table.slotOf(caseIndex, candidate);
    for (let slot = first; slot < first + table.repeats; slot++) visit(slot, caseIndex);
  }
}

/** A number per case, for the cases that have one. */
export interface CaseValues {
  readonly values: Float64Array;
  /** The cases that the values belong to. */
  readonly cases: Uint32Array;
}

/** Averages a value of trials within their case; NaN: the trial has none. Cases without any are left out. */
export function caseMeans(view: View, measured: (slot: number) => number): CaseValues {
  const values = new Float64Array(view.cases.length);
  // The view's own until one is left out: most metrics have a value for every case.
  let cases = view.cases;
  let n = 0;
  for (const caseIndex of view.cases) {
    const first = view.table.slotOf(caseIndex, view.candidate);
    let total = 0;
    let count = 0;
    for (let slot = first; slot < first + view.table.repeats; slot++) {
      const value = measured(slot);
      if (Number.isNaN(value)) continue;
      total += value;
      count += 1;
    }
    if (count === 0) {
      if (cases === view.cases) cases = view.cases.slice();
      continue;
    }
    values[n] = total / count;
    if (cases !== view.cases) cases[n] = caseIndex;
    n += 1;
  }
  return { values: values.subarray(0, n), cases: cases.subarray(0, n) };
}

/** Clusters of some cases; null when no case of the run has one. */
export function clustersOf(table: Table, cases: Uint32Array): Int32Array | null {
  const { clusters } = table.cases;
  return clusters === null ? null : Int32Array.from(cases, (index) => clusters[index] ?? 0);
}

/** Weights of some cases; null when no case of the run states one. */
export function weightsOf(table: Table, cases: Uint32Array): Float64Array | null {
  const { weights } = table.cases;
  return weights === null ? null : Float64Array.from(cases, (index) => weights[index] ?? 1);
}
