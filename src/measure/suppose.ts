import type { Estimate } from "../domain/estimate.ts";
import { scoreEstimate, shareEstimate } from "./estimates.ts";
import { casesOf } from "./measure-metric.ts";
import type { Supposable } from "./metrics/metric-definition.ts";
import { resolveMetric } from "./metrics/metric-definitions.ts";
import { gradeValue, trialScore } from "./metrics/quality.ts";
import { OUTCOMES, outcomesOf } from "./outcomes.ts";
import { BARE_SCORE, type Table, UNGRADED } from "./table.ts";
import { type CaseValues, caseMeans, type View, viewOf } from "./view.ts";

export interface Supposition {
  readonly as: "failed" | "passed";
  /** Which trials are supposed: errored ones alone, or all without an outcome of their own (errored, ungraded, missing). */
  readonly which: "errored" | "unmeasured";
  /** The first n cases of the run order alone. */
  readonly cases?: number;
  /** Of the interval; default: 95%. */
  readonly confidence?: number;
}

/**
 * A metric of quality had every trial that was not measured failed (0), or passed (1): how far what is missing could
 * move a verdict. null: every trial was measured, or it cannot be said of
 * the metric.
 */
export function suppose(
  table: Table,
  candidate: string,
  metric: string,
  slice: string | null,
  { as, which, cases: count, confidence }: Supposition,
): Estimate | null {
  const index = table.candidates.indexOf(candidate);
  const cases = casesOf(table, slice, count);
  if (index < 0 || cases === undefined) return null;
  const own = resolveMetric(metric)?.supposable;
  if (own !== undefined) return supposeOwn(viewOf(table, index, cases, true, confidence), own, as, which);
  const view = viewOf(table, index, cases, true, confidence);
  const supposed = supposedValues(view, metric, as, which);
  if (supposed === null) return null;
  return metric === "score" ? scoreEstimate(view, supposed) : shareEstimate(view, supposed, { weighted: true });
}

/** By case, repeats averaged; null: every trial was measured, or it cannot be said of the metric. */
export function supposedValues(
  view: View,
  metric: string,
  as: Supposition["as"],
  which: Supposition["which"],
): CaseValues | null {
  const measured = measureOf(view.table, metric);
  if (measured === null) return null;
  const outcomes = outcomesOf(view.table);
  let supposed = 0;
  const values = caseMeans(view, (slot) => {
    const errored = outcomes[slot] === OUTCOMES.errored;
    const unmeasured = errored || outcomes[slot] === OUTCOMES.missing || measured.isUngraded(slot);
    if (!unmeasured) return measured.trialValue(slot);
    if (which === "errored" && !errored) return Number.NaN;
    supposed += 1;
    return as === "passed" ? 1 : 0;
  });
  return supposed === 0 ? null : values;
}

/** Metrics that say themselves how a value of a trial goes into them. */
function supposeOwn(
  view: View,
  { trialValue, measureBy }: Supposable,
  as: Supposition["as"],
  which: Supposition["which"],
): Estimate | null {
  const outcomes = outcomesOf(view.table);
  const actual = trialValue(view.table);
  let supposed = 0;
  const estimate = measureBy(view, (slot) => {
    const value = actual(slot);
    if (!Number.isNaN(value)) return value;
    if (which === "errored" && outcomes[slot] !== OUTCOMES.errored) return Number.NaN;
    supposed += 1;
    return as === "passed" ? 1 : 0;
  });
  return supposed === 0 ? null : estimate;
}

interface Measured {
  /** NaN: the trial counts nothing (a grader that did not apply). */
  readonly trialValue: (slot: number) => number;
  readonly isUngraded: (slot: number) => boolean;
}

function measureOf(table: Table, metric: string): Measured | null {
  const outcomes = outcomesOf(table);
  const isUngraded = (slot: number) => outcomes[slot] === OUTCOMES.ungraded;
  if (metric === "accuracy") return { trialValue: (slot) => (outcomes[slot] === OUTCOMES.passed ? 1 : 0), isUngraded };
  if (metric === "score") return { trialValue: (slot) => trialScore(table, slot), isUngraded };
  const column = table.grades.find(({ facts }) => `grader.${facts.id}` === metric);
  // A grader that gives bare scores has no share that could be supposed.
  if (column === undefined || column.states.includes(BARE_SCORE)) return null;
  return {
    trialValue: (slot) => gradeValue(table, column, slot),
    isUngraded: (slot) => column.states[slot] === UNGRADED,
  };
}
