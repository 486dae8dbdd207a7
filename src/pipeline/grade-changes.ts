import type { RunManifest } from "../domain/run.ts";
import type { Summary } from "../domain/summary.ts";
import { OUTCOMES, outcomesOf } from "../measure/outcomes.ts";
import type { Table } from "../measure/table.ts";
import type { MeasuredRun } from "./measure-run.ts";

const NAMES = Object.fromEntries(Object.entries(OUTCOMES).map(([name, code]) => [code, name]));

/** Trials of a candidate that came from one outcome to another. */
export interface OutcomeChange {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** The first of them, by case. */
  readonly cases: readonly string[];
}

/** What grading a run again has changed. */
export interface GradeChanges {
  readonly graders: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
  readonly candidates: readonly {
    readonly id: string;
    readonly accuracy: { readonly before: number | null; readonly after: number | null };
    readonly changes: readonly OutcomeChange[];
  }[];
}

/** A run as its last scores had it. */
export interface GradedBefore {
  readonly summary: Summary;
  /** By trial, as codes. */
  readonly outcomes: Uint8Array;
}

const CASES_NAMED = 5;

export function gradeChanges(
  before: GradedBefore,
  after: MeasuredRun,
  then: RunManifest,
  now: RunManifest,
): GradeChanges {
  const [old, present] = [then, now].map((run) => run.contentDigests?.graders ?? {});
  const ids = (run: RunManifest) => run.resolvedSuite.graders.map(({ id }) => id);
  const kept = ids(now).filter((id) => ids(then).includes(id));
  const accuracyOf = ({ summary }: GradedBefore | MeasuredRun, id: string) =>
    summary.candidates.find((candidate) => candidate.id === id)?.metrics.accuracy?.value ?? null;
  return {
    graders: {
      added: ids(now).filter((id) => !kept.includes(id)),
      removed: ids(then).filter((id) => !kept.includes(id)),
      changed: kept.filter((id) => old?.[id] !== present?.[id]),
    },
    candidates: after.table.candidates.map((id, at) => ({
      id,
      accuracy: { before: accuracyOf(before, id), after: accuracyOf(after, id) },
      changes: outcomeChanges(before.outcomes, after.table, at),
    })),
  };
}

function outcomeChanges(old: Uint8Array, table: Table, candidate: number): OutcomeChange[] {
  const present = outcomesOf(table);
  const found = new Map<string, { from: string; to: string; count: number; cases: string[] }>();
  for (let index = 0; index < table.caseCount; index++) {
    const first = table.slotOf(index, candidate);
    for (let slot = first; slot < first + table.repeats; slot++) {
      const [from, to] = [NAMES[old[slot] ?? 0] ?? "", NAMES[present[slot] ?? 0] ?? ""];
      if (from === to) continue;
      const change = found.get(`${from} ${to}`) ?? { from, to, count: 0, cases: [] };
      found.set(`${from} ${to}`, change);
      change.count += 1;
      const id = table.cases.ids[index] ?? "";
      if (change.cases.length < CASES_NAMED && change.cases.at(-1) !== id) change.cases.push(id);
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** A line for the graders, and one for each candidate. */
export function gradeChangesText({ graders, candidates }: GradeChanges): string {
  const list = (what: string, ids: readonly string[]) => (ids.length === 0 ? [] : [`${what} ${ids.join(", ")}`]);
  const parts = [
    ...list("added", graders.added),
    ...list("changed", graders.changed),
    ...list("removed", graders.removed),
  ];
  const percent = (value: number | null) => (value === null ? "–" : `${(100 * value).toFixed(1)}%`);
  const lines = candidates.map(({ id, accuracy, changes }) => {
    if (changes.length === 0) return `  ${id}: no trial changed`;
    const moves = changes.map(({ from, to, count, cases }) => {
      const more = count > cases.length ? ", …" : "";
      return `${count.toLocaleString("en")} ${from} → ${to} (${cases.join(", ")}${more})`;
    });
    return `  ${id}: accuracy ${percent(accuracy.before)} → ${percent(accuracy.after)}; ${moves.join("; ")}`;
  });
  return `graders: ${parts.length === 0 ? "the same as before" : parts.join("; ")}\n${lines.join("\n")}\n`;
}
