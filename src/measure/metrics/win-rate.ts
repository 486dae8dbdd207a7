import type { Estimate } from "../../domain/estimate.ts";
import { lengthControlledWinRate } from "../../stats/length-controlled-win-rate.ts";
import { noEstimate, scoreEstimate } from "../estimates.ts";
import { ANSWERED, BARE_SCORE, FAIL, PASS, type Table } from "../table.ts";
import { type CaseValues, caseMeans, type View } from "../view.ts";
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
  const preferences = caseMeans(view, values);
  const { lengthDifferences } = table;
  return lengthDifferences === null
    ? scoreEstimate(view, preferences)
    : atEqualLengths(
        preferences,
        caseMeans(view, (slot) => lengthDifferences[slot] ?? Number.NaN),
      );
}

/** Cases are taken as independent here: the regression knows no clusters. */
function atEqualLengths(preferences: CaseValues, differences: CaseValues): Estimate {
  const longer = new Map([...differences.cases].map((index, at) => [index, differences.values[at] ?? 0]));
  const pairs = [...preferences.cases].flatMap((index, at) => {
    const candidateLength = longer.get(index);
    const preference = preferences.values[at];
    return candidateLength === undefined || preference === undefined
      ? []
      : [{ preference, candidateLength, againstLength: 0 }];
  });
  const found = lengthControlledWinRate(pairs);
  if (found === null) return noEstimate(pairs.length === 0 ? undefined : "lengths-all-differ-alike");
  const { value, low, high, n } = found;
  return { value, low, high, n, method: "length-controlled" };
}

export const winRate: MetricDefinition = {
  name: "win_rate",
  unit: "share",
  definition:
    "wins plus half the ties of the comparisons that the first `pairwise` grader judged, with `length_controlled` at equal lengths of both answers; none for the candidate that it compares with; further ones are `grader.<id>`",
  interval:
    "t, t-cr1 (with clusters), wilson-neff (when all cases are equal); length-controlled: sandwich on the log odds",
  better: "higher",
  sliced: false,
  // With length_controlled it is.
  fixedConfidence: true,
  applies: (table) => table.roles.pairwise !== null,
  measure: (view) => measureBy(view, trialValue(view.table)),
  supposable: { trialValue, measureBy },
};
