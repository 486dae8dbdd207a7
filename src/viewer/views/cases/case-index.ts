import type { Summary } from "../../../domain/summary.ts";
import type { CandidateColumns, ViewerColumns } from "../../../domain/viewer.ts";

/** What filters and sorting read: typed arrays, made once for a run's columns. */
export interface CaseIndex {
  readonly columns: ViewerColumns;
  readonly count: number;
  readonly names: readonly string[];
  readonly candidates: readonly CandidateIndex[];
}

/** By case: how many of its repeats came out so. */
export interface CandidateIndex {
  readonly columns: CandidateColumns;
  readonly passed: Uint16Array;
  readonly failed: Uint16Array;
  readonly ungraded: Uint16Array;
  readonly errored: Uint16Array;
  readonly missing: Uint16Array;
  /** Not in this report. */
  readonly absent: Uint16Array;
  /** All its trials that are not in this report passed: the report holds all others. */
  readonly absentPassed: boolean;
  /** Share of passes among the graded repeats, those known to have passed among them; NaN: none was graded. */
  readonly share: Float64Array;
  /** Means over the repeats that have one; NaN: none has. */
  readonly score: Float64Array;
  readonly latency: Float64Array;
  readonly cost: Float64Array;
  /** The slowest repeat; NaN: no answer. */
  readonly slowest: Float64Array;
}

export const OUTCOME_NAMES = ["passed", "failed", "ungraded", "errored", "missing"] as const;
export type OutcomeName = (typeof OUTCOME_NAMES)[number];

const TALLIES: Readonly<Record<string, OutcomeName | "absent">> = {
  p: "passed",
  f: "failed",
  u: "ungraded",
  e: "errored",
  "-": "missing",
  ".": "absent",
};

/** @param summary tells what the trials outside of a report were; null: nothing is known of them */
export function indexOf(columns: ViewerColumns, summary: Summary | null): CaseIndex {
  const { ids, repeats, candidates } = columns;
  return {
    columns,
    count: ids.length,
    names: candidates.map(({ candidate }) => candidate),
    candidates: candidates.map((candidate) => {
      const known = summary?.candidates.find(({ id }) => id === candidate.candidate);
      return candidateIndex(candidate, ids.length, repeats, known && known.trials.planned - known.trials.passed);
    }),
  };
}

function candidateIndex(
  columns: CandidateColumns,
  count: number,
  repeats: number,
  notPassed: number | undefined,
): CandidateIndex {
  const tally = () => new Uint16Array(count);
  const tallies = {
    passed: tally(),
    failed: tally(),
    ungraded: tally(),
    errored: tally(),
    missing: tally(),
    absent: tally(),
  };
  for (let at = 0; at < count; at++) {
    for (let trial = at * repeats; trial < (at + 1) * repeats; trial++) {
      const name = TALLIES[columns.outcomes[trial] ?? "-"];
      if (name !== undefined) tallies[name][at] = (tallies[name][at] ?? 0) + 1;
    }
  }
  const here = [tallies.failed, tallies.ungraded, tallies.errored, tallies.missing].map(sumOf);
  const absentPassed = here.reduce((sum, one) => sum + one, 0) === notPassed;
  return {
    columns,
    ...tallies,
    absentPassed,
    share: tallies.passed.reduce((share, count, at) => {
      const passed = count + (absentPassed ? (tallies.absent[at] ?? 0) : 0);
      share[at] = passed / (passed + (tallies.failed[at] ?? 0));
      return share;
    }, new Float64Array(count)),
    score: means(columns.scores, count, repeats),
    latency: means(columns.latencyMs, count, repeats),
    cost: means(columns.costUsd, count, repeats),
    slowest: largest(columns.latencyMs, count, repeats),
  };
}

function sumOf(values: Uint16Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function means(values: readonly (number | null)[], count: number, repeats: number): Float64Array {
  const found = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    let [sum, n] = [0, 0];
    for (let trial = at * repeats; trial < (at + 1) * repeats; trial++) {
      const value = values[trial];
      if (value == null) continue;
      sum += value;
      n += 1;
    }
    found[at] = sum / n;
    if (n === 0) found[at] = Number.NaN;
  }
  return found;
}

function largest(values: readonly (number | null)[], count: number, repeats: number): Float64Array {
  const found = new Float64Array(count).fill(Number.NaN);
  for (let at = 0; at < count; at++) {
    for (let trial = at * repeats; trial < (at + 1) * repeats; trial++) {
      const value = values[trial];
      if (value != null && !((found[at] ?? 0) >= value)) found[at] = value;
    }
  }
  return found;
}

const positions = new WeakMap<ViewerColumns, Map<string, number>>();

/** Where a case stands; null: the run has no such case. */
export function positionOf(columns: ViewerColumns, id: string): number | null {
  let known = positions.get(columns);
  if (known === undefined) {
    known = new Map(columns.ids.map((name, at) => [addressable(name), at]));
    positions.set(columns, known);
  }
  return known.get(addressable(id)) ?? null;
}

/** Half a surrogate pair cannot stand in an address. */
export function addressable(id: string): string {
  return id.replace(/\p{Surrogate}/gu, "\ufffd");
}
