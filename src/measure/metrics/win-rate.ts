import { noEstimate, scoreEstimate } from "../estimates.ts";
import { ANSWERED, BARE_SCORE, FAIL, PASS, type Table } from "../table.ts";
import { caseMeans, type View } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

/** What the first `pairwise` grader gave a trial: 1 a win, 0.5 a tie, 0 a loss; NaN: it gave nothing. */
function trialValue(table: Table): (slot: number) => number {
  const column = table.grades.find(({ facts }) => facts.id === table.roles.pairwise?.grader);
  return (slot) => {
    const state = column?.states[slot];
    const scored = state === PASS || state === FAIL || state === BARE_SCORE;
    return scored && table.states[slot] === ANSWERED ? (column?.scores[slot] ?? Number.NaN) : Number.NaN;
  };
}

/** A candidate beside itself ties always: that says nothing of it. */
function measureBy(view: View, values: (slot: number) => number) {
  const { table, candidate } = view;
  const { pairwise } = table.roles;
  if (pairwise === null || table.candidates[candidate] === pairwise.against) return noEstimate();
  return scoreEstimate(view, caseMeans(view, values));
}

export const winRate: MetricDefinition = {
  name: "win_rate",
  unit: "share",
  definition:
    "wins plus half the ties of the comparisons that the first `pairwise` grader judged; none for the candidate that it compares with; further ones are `grader.<id>`",
  interval: "t, t-cr1 (with clusters), wilson-neff (when all cases are equal)",
  better: "higher",
  sliced: false,
  applies: (table) => table.roles.pairwise !== null,
  measure: (view) => measureBy(view, trialValue(view.table)),
  supposable: { trialValue, measureBy },
};
