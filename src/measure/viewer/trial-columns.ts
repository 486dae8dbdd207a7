import type { CandidateColumns } from "../../domain/viewer.ts";
import { roundCost, roundScore, roundShownLatency } from "../compare/rounding.ts";
import { trialScore } from "../metrics/quality.ts";
import { gradeState, outcomeOf } from "../outcomes.ts";
import { ANSWERED, BARE_SCORE, FAIL, type GradeColumn, PASS, type Table, UNGRADED } from "../table.ts";

const LETTERS = { passed: "p", failed: "f", ungraded: "u", errored: "e" } as const;
const NO_RESULT = "-";
const NOT_HERE = ".";

/** Which cases of a run are shown, and of them which trials. */
export interface Shown {
  /** Positions in the table, ascending. */
  readonly cases: Uint32Array;
  /** Whether the trials of a case by a candidate are among them; both by position. */
  readonly has: (caseIndex: number, candidate: number) => boolean;
}

/** What is known of each trial as columns: cases in their order, then repeats. Figures are rounded to what is shown. */
export function trialColumns(table: Table, shown: Shown): Omit<CandidateColumns, "answers">[] {
  return table.candidates.map((candidate, at) => {
    const column = <T>(of: (slot: number) => T, absent: T): T[] => {
      const values: T[] = [];
      for (const index of shown.cases) {
        const first = table.slotOf(index, at);
        const here = shown.has(index, at);
        for (let slot = first; slot < first + table.repeats; slot++) values.push(here ? of(slot) : absent);
      }
      return values;
    };
    const numbers = (of: (slot: number) => number | undefined, round: (value: number) => number) =>
      column<number | null>((slot) => {
        const value = of(slot);
        return value === undefined || Number.isNaN(value) ? null : round(value);
      }, null);
    return {
      candidate,
      outcomes: column((slot) => outcomeLetter(table, slot), NOT_HERE).join(""),
      grades: Object.fromEntries(
        table.grades.map((grade) => [
          grade.facts.id,
          column((slot) => gradeLetter(table, grade, slot), NO_RESULT).join(""),
        ]),
      ),
      scores: numbers((slot) => trialScore(table, slot), roundScore),
      latencyMs: numbers((slot) => table.latencyMs[slot], roundShownLatency),
      costUsd: numbers((slot) => table.costUsd[slot], roundCost),
    };
  });
}

function outcomeLetter(table: Table, slot: number): string {
  const outcome = outcomeOf(table, slot);
  return outcome === null ? NO_RESULT : LETTERS[outcome];
}

function gradeLetter(table: Table, column: GradeColumn, slot: number): string {
  if (table.states[slot] !== ANSWERED) return NO_RESULT;
  const state = gradeState(column, slot);
  if (state === PASS) return "p";
  if (state === FAIL) return "f";
  if (state === BARE_SCORE) return "s";
  return state === UNGRADED ? "u" : NO_RESULT;
}
