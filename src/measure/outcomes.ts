import type { Outcome } from "../domain/score.ts";
import { BARE_SCORE, ERRORED, FAIL, type GradeColumn, MISSING, NO_GRADE, PASS, type Table, UNGRADED } from "./table.ts";

/** Codes of outcomes; 0: no output yet. */
export const OUTCOMES = { missing: 0, passed: 1, failed: 2, ungraded: 3, errored: 4 } as const;

export const NOT_GRADED = "not graded yet";
export const NO_GRADER_APPLIES = "no grader applies";
export const NO_PASS_RULE = "no grader gives a pass";

const derived = new WeakMap<Table, { version: number; codes: Uint8Array }>();

/** The outcome of every trial, as codes. Kept until the table changes. */
export function outcomesOf(table: Table): Uint8Array {
  const known = derived.get(table);
  if (known?.version === table.version) return known.codes;
  const codes = known?.codes ?? new Uint8Array(table.trialCount);
  for (let slot = 0; slot < table.trialCount; slot++) {
    const outcome = outcomeOf(table, slot);
    codes[slot] = outcome === null ? OUTCOMES.missing : OUTCOMES[outcome];
  }
  derived.set(table, { version: table.version, codes });
  return codes;
}

/**
 * Errored without an output; else failed if a grader that is not advisory fails; else ungraded if one of
 * them is, or none applied; else passed. Where they give scores but none a pass, the trial is ungraded too: a bare
 * score without `min` says how good, not whether good enough.
 * @returns null for a trial without a line
 */
export function outcomeOf(table: Table, slot: number): Outcome | null {
  const state = table.states[slot];
  if (state === MISSING) return null;
  if (state === ERRORED) return "errored";
  let passes = false;
  let ungraded = false;
  for (const column of table.grades) {
    if (column.facts.advisory) continue;
    const grade = gradeState(column, slot);
    if (grade === FAIL) return "failed";
    ungraded ||= grade === UNGRADED;
    passes ||= grade === PASS;
  }
  return passes && !ungraded ? "passed" : "ungraded";
}

/** A grader for every case that left no line has not judged yet: the run stopped between the output and its grades. */
export function gradeState(column: GradeColumn, slot: number): number {
  const state = column.states[slot] ?? NO_GRADE;
  return state === NO_GRADE && column.facts.when === null ? UNGRADED : state;
}

/** Why an ungraded trial is so: the first reason of a grader that counts. */
export function ungradedReason(table: Table, slot: number): string {
  let scored = false;
  for (const column of table.grades) {
    if (column.facts.advisory) continue;
    if (gradeState(column, slot) === UNGRADED) {
      return table.reasonTexts.text(column.reasons?.[slot] ?? 0) ?? NOT_GRADED;
    }
    scored ||= column.states[slot] === BARE_SCORE;
  }
  return scored ? NO_PASS_RULE : NO_GRADER_APPLIES;
}

/** Whether nothing is to come for a trial: an error, or an answer with a grade of every grader for all cases. */
export function isFinished(table: Table, slot: number): boolean {
  if (table.states[slot] === MISSING) return false;
  if (table.states[slot] === ERRORED) return true;
  return table.grades.every(({ facts, states }) => facts.when !== null || states[slot] !== NO_GRADE);
}
