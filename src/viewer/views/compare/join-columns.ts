import type { CandidateColumns, ViewerColumns } from "../../../domain/viewer.ts";

export interface ColumnSide {
  readonly columns: ViewerColumns;
  readonly candidate: string;
  /** The column's name in what they are joined to. */
  readonly label: string;
}

export interface JoinedColumns {
  /** The cases that all sides share, in the first side's order, a candidate for each side. */
  readonly columns: ViewerColumns;
  /** Cases that not every side has, or whose content differs. */
  readonly unshared: number;
  /** Of those: the same id with other content, as far as its beginning shows. */
  readonly changed: number;
}

/** Stands for a repeat that a side never planned; no outcome. */
const NOT_PLANNED = " ";

/** Sides of several runs as if they were candidates of one; null: a run has no candidate of that name. */
export function joinColumns(sides: readonly ColumnSide[]): JoinedColumns | null {
  const [first, ...others] = sides;
  const found = sides.map(({ columns, candidate }) => columns.candidates.find((one) => one.candidate === candidate));
  if (first === undefined || found.includes(undefined)) return null;
  const places = others.map(({ columns }) => new Map(columns.ids.map((id, at) => [id, at])));
  const all = new Set(sides.flatMap(({ columns }) => columns.ids));
  const rows: number[][] = [];
  let changed = 0;
  for (const [at, id] of first.columns.ids.entries()) {
    const row = [at, ...places.map((place) => place.get(id) ?? -1)];
    if (row.includes(-1)) continue;
    if (others.every((side, other) => sameContent(first.columns, at, side.columns, row[other + 1] ?? -1)))
      rows.push(row);
    else changed += 1;
  }
  const repeats = Math.max(...sides.map(({ columns }) => columns.repeats));
  const pick = <T>(from: readonly T[]) => rows.map(([at = 0]) => from[at] as T);
  const candidates = sides.map(({ columns, label }, side) => {
    const own = rows.map((row) => row[side] ?? 0);
    return pickCandidate(found[side] as CandidateColumns, label, own, columns.repeats, repeats);
  });
  const { ids, inputs, expected, tags, tagNames, chunkCases } = first.columns;
  const trials = sides.map(({ columns }) => columns.trials);
  return {
    columns: {
      ids: pick(ids),
      inputs: pick(inputs),
      expected: pick(expected),
      tags: pick(tags),
      tagNames,
      repeats,
      candidates,
      chunkCases,
      trials: {
        shown: trials.reduce((sum, { shown }) => sum + shown, 0),
        of: trials.reduce((sum, trial) => sum + trial.of, 0),
      },
    },
    unshared: all.size - rows.length,
    changed,
  };
}

function sameContent(a: ViewerColumns, at: number, b: ViewerColumns, other: number): boolean {
  return a.inputs[at] === b.inputs[other] && a.expected[at] === b.expected[other];
}

function pickCandidate(
  from: CandidateColumns,
  label: string,
  cases: readonly number[],
  had: number,
  repeats: number,
): CandidateColumns {
  const trials = (at: number) =>
    Array.from({ length: repeats }, (_, repeat) => (repeat < had ? at * had + repeat : -1));
  const letters = (text: string) =>
    cases.flatMap((at) => trials(at).map((trial) => (trial < 0 ? NOT_PLANNED : (text[trial] ?? "-")))).join("");
  const numbers = (values: readonly (number | null)[]) =>
    cases.flatMap((at) => trials(at).map((trial) => (trial < 0 ? null : (values[trial] ?? null))));
  return {
    candidate: label,
    outcomes: letters(from.outcomes),
    grades: Object.fromEntries(Object.entries(from.grades).map(([grader, grades]) => [grader, letters(grades)])),
    scores: numbers(from.scores),
    latencyMs: numbers(from.latencyMs),
    costUsd: numbers(from.costUsd),
    answers: cases.map((at) => from.answers[at] ?? ""),
  };
}
