import { accuracyValues, gradeValue, scoreValues } from "./metrics/quality.ts";
import { OUTCOMES, outcomesOf } from "./outcomes.ts";
import { ANSWERED, BARE_SCORE, FAIL, PASS, type Table } from "./table.ts";
import { allCases, type CaseValues, caseMeans, viewOf } from "./view.ts";

/** A candidate on one case, repeats averaged: what a baseline keeps and a paired gate needs. null: not known. */
export interface CaseResult {
  /** Position in the run order, from 0. */
  readonly index: number;
  readonly caseId: string;
  /** Share of the graded repeats that passed. */
  readonly passed: number | null;
  readonly score: number | null;
  /** Mean score by grader id; graders without a score on this case are left out. */
  readonly graders: Readonly<Record<string, number>>;
  /** Share of the repeats that a grader passed, of those that give a pass. */
  readonly gradersPassed: Readonly<Record<string, number>>;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  /** Graded repeats that `passed` rests on. */
  readonly n: number;
}

/** The results of a candidate, case by case in run order. Unknown candidates have none. */
export function* caseResults(table: Table, candidate: string): Generator<CaseResult> {
  const position = table.candidates.indexOf(candidate);
  if (position < 0) return;
  const view = viewOf(table, position, allCases(table), true);
  const passed = byCase(table, accuracyValues(view));
  const scores = byCase(table, scoreValues(view));
  const latency = byCase(
    table,
    caseMeans(view, (slot) => table.latencyMs[slot] ?? Number.NaN),
  );
  const cost = byCase(
    table,
    caseMeans(view, (slot) => table.costUsd[slot] ?? Number.NaN),
  );
  const graders = table.grades.map((column) => {
    const values = caseMeans(view, (slot) => {
      const state = column.states[slot];
      const scored = state === PASS || state === FAIL || state === BARE_SCORE;
      return scored && table.states[slot] === ANSWERED ? (column.scores[slot] ?? Number.NaN) : Number.NaN;
    });
    const shares = caseMeans(view, (slot) => gradeValue(table, column, slot));
    return { id: column.facts.id, values: byCase(table, values), shares: byCase(table, shares) };
  });
  const counts = gradedRepeats(table, position);
  for (const [index, caseId] of table.cases.ids.entries()) {
    const stated = (column: "values" | "shares") =>
      Object.fromEntries(
        graders.flatMap((grader) => {
          const value = known(grader[column][index]);
          return value === null ? [] : [[grader.id, value] as const];
        }),
      );
    yield {
      index,
      caseId,
      passed: known(passed[index]),
      score: known(scores[index]),
      graders: stated("values"),
      gradersPassed: stated("shares"),
      latencyMs: known(latency[index]),
      costUsd: known(cost[index]),
      n: counts[index] ?? 0,
    };
  }
}

function gradedRepeats(table: Table, position: number): Uint32Array {
  const outcomes = outcomesOf(table);
  return Uint32Array.from({ length: table.caseCount }, (_, index) => {
    const first = table.slotOf(index, position);
    const graded = (outcome: number) => outcome === OUTCOMES.passed || outcome === OUTCOMES.failed;
    return outcomes.subarray(first, first + table.repeats).filter(graded).length;
  });
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function byCase(table: Table, { values, cases }: CaseValues): Float64Array {
  const all = new Float64Array(table.caseCount).fill(Number.NaN);
  for (const [i, index] of cases.entries()) all[index] = values[i] ?? Number.NaN;
  return all;
}
