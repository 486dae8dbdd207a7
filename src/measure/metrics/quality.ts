import { noEstimate, scoreEstimate, shareEstimate } from "../estimates.ts";
import { gradeState, OUTCOMES, outcomesOf } from "../outcomes.ts";
import { ANSWERED, BARE_SCORE, FAIL, type GradeColumn, PASS, type Table, UNGRADED } from "../table.ts";
import { type CaseValues, caseMeans, type View } from "../view.ts";
import type { MetricDefinition, MetricFamily } from "./metric-definition.ts";

/** Share of passes per case, over the repeats that passed or failed. */
export function accuracyValues(view: View): CaseValues {
  const outcomes = outcomesOf(view.table);
  return caseMeans(view, (slot) => {
    const outcome = outcomes[slot];
    return outcome === OUTCOMES.passed ? 1 : outcome === OUTCOMES.failed ? 0 : Number.NaN;
  });
}

/** Mean score per case, over the repeats that have one. */
export function scoreValues(view: View): CaseValues {
  return caseMeans(view, (slot) => trialScore(view.table, slot));
}

/** Weighted mean of the scores of an answered trial; NaN when a grader that counts could not judge, or none did. */
export function trialScore(table: Table, slot: number): number {
  if (table.states[slot] !== ANSWERED) return Number.NaN;
  let total = 0;
  let weight = 0;
  for (const column of table.grades) {
    if (column.facts.advisory) continue;
    const state = gradeState(column, slot);
    if (state === UNGRADED) return Number.NaN;
    if (state !== PASS && state !== FAIL && state !== BARE_SCORE) continue;
    total += column.facts.weight * (column.scores[slot] ?? Number.NaN);
    weight += column.facts.weight;
  }
  return weight > 0 ? total / weight : Number.NaN;
}

/** 1 where a grader passed an answered trial, 0 where it failed it; NaN: it gave no pass. */
export function gradeValue({ states }: Table, column: GradeColumn, slot: number): number {
  if (states[slot] !== ANSWERED) return Number.NaN;
  const state = column.states[slot];
  return state === PASS ? 1 : state === FAIL ? 0 : Number.NaN;
}

export const accuracy: MetricDefinition = {
  name: "accuracy",
  unit: "share",
  definition:
    "passed / (passed + failed); repeats are averaged within their case first, cases by their weight; errored and ungraded trials are in neither",
  interval: "wilson, wilson-neff (with repeats, weights or clusters)",
  better: "higher",
  sliced: true,
  measure: (view) => shareEstimate(view, accuracyValues(view), { weighted: true }),
};

export const score: MetricDefinition = {
  name: "score",
  unit: "share",
  definition:
    "mean score: within a trial over the graders that are not advisory, by their weight; of trials with none of them ungraded; then as accuracy",
  interval: "t, t-cr1 (with clusters), wilson-neff (when all scores are equal)",
  better: "higher",
  sliced: true,
  measure: (view) => scoreEstimate(view, scoreValues(view)),
};

export const grader: MetricFamily = {
  name: "grader.<id>",
  unit: "share",
  definition: "one grader alone: share passed where it gives a pass, else its mean score; ungraded trials are left out",
  interval: "as accuracy for shares, as score for means",
  better: "higher",
  ids: (table) => table.grades.map(({ facts }) => facts.id),
  make: (id) => ({
    ...grader,
    name: `grader.${id}`,
    measure(view) {
      const column = view.table.grades.find(({ facts }) => facts.id === id);
      if (column === undefined) return noEstimate();
      const { table } = view;
      const shares = caseMeans(view, (slot) => gradeValue(table, column, slot));
      if (shares.values.length > 0) return shareEstimate(view, shares, { weighted: true });
      const means = caseMeans(view, (slot) =>
        table.states[slot] === ANSWERED && column.states[slot] === BARE_SCORE
          ? (column.scores[slot] ?? Number.NaN)
          : Number.NaN,
      );
      return scoreEstimate(view, means);
    },
  }),
};
