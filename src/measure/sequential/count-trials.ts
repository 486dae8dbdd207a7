import { OUTCOMES, outcomesOf } from "../outcomes.ts";
import type { Table } from "../table.ts";
import { allCases, forEachTrial, viewOf } from "../view.ts";

export interface TrialCounts {
  readonly candidate: string;
  readonly done: number;
  readonly errored: number;
  readonly ungraded: number;
}

/** Trials of the first cases, by candidate. */
export function countTrials(table: Table, cases: number): TrialCounts[] {
  const outcomes = outcomesOf(table);
  return table.candidates.map((candidate, index) => {
    let [done, errored, ungraded] = [0, 0, 0];
    forEachTrial(viewOf(table, index, allCases(table, cases), true), (slot) => {
      done += 1;
      if (outcomes[slot] === OUTCOMES.errored) errored += 1;
      if (outcomes[slot] === OUTCOMES.ungraded) ungraded += 1;
    });
    return { candidate, done, errored, ungraded };
  });
}
