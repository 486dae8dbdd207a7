import { CHANGES, type Change } from "./case-filter.ts";
import { type CandidateIndex, type CaseIndex, OUTCOME_NAMES, type OutcomeName } from "./case-index.ts";
import { changeOf } from "./filter-cases.ts";

export type OutcomeTally = Readonly<Record<OutcomeName, number>>;

/** Trials of the cases shown, by how they came out. What the report does not hold is in none. */
export function countOutcomes(index: CaseIndex, shown: Uint32Array): readonly OutcomeTally[] {
  return index.candidates.map((candidate) => {
    const entries = OUTCOME_NAMES.map((name) => {
      let sum = 0;
      for (const at of shown) sum += candidate[name][at] ?? 0;
      return [name, sum] as const;
    });
    return Object.fromEntries(entries) as unknown as OutcomeTally;
  });
}

/** Of the cases shown those that both sides were graded on, by what changed from `a` to `b`. */
export function countChanges(
  a: CandidateIndex,
  b: CandidateIndex,
  shown: Uint32Array,
): Readonly<Record<Change, number>> {
  const counts = Object.fromEntries(CHANGES.map((name) => [name, 0])) as Record<Change, number>;
  for (const at of shown) {
    const change = changeOf(a, b, at);
    if (change !== null) counts[change] += 1;
  }
  return counts;
}
