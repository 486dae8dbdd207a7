import type { Comparison } from "../domain/summary.ts";
import { holm } from "../stats/holm.ts";
import { comparePaired } from "../stats/paired-comparison.ts";
import { accuracyValues } from "./metrics/quality.ts";
import type { Table } from "./table.ts";
import { clustersOf, viewOf, weightsOf } from "./view.ts";

const MAX_IDS = 1_000;

/**
 * Accuracy of every other candidate against the reference, paired by case on the cases that both have graded.
 * The p-values are Holm's over all of them.
 * @param ends cases after which a candidate was stopped, in the table's order: two are compared on what both were meant to do
 */
export function compareWithReference(
  table: Table,
  cases: Uint32Array,
  reference: number,
  ends: readonly (number | undefined)[] = [],
): Comparison[] {
  const rest = table.candidates.map((_, index) => index).filter((index) => index !== reference);
  const found = rest.map((candidate) => {
    const end = Math.min(ends[candidate] ?? table.caseCount, ends[reference] ?? table.caseCount);
    const both = end === table.caseCount ? cases : cases.filter((index) => index < end);
    return compareTwo(table, both, candidate, reference);
  });
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((comparison, index) => ({ ...comparison, pAdjusted: adjusted[index] ?? null }));
}

function compareTwo(table: Table, cases: Uint32Array, candidate: number, reference: number): Comparison {
  const ours = accuracyValues(viewOf(table, candidate, cases, true));
  const theirs = accuracyValues(viewOf(table, reference, cases, true));
  const shared: number[] = [];
  const a: number[] = [];
  const b: number[] = [];
  const improved: string[] = [];
  const regressed: string[] = [];
  let improvedCount = 0;
  let regressedCount = 0;
  // Both lists of cases ascend, so one walk through them pairs them.
  for (let i = 0, j = 0; i < ours.cases.length && j < theirs.cases.length; ) {
    const [left = 0, right = 0] = [ours.cases[i], theirs.cases[j]];
    if (left !== right) {
      if (left < right) i += 1;
      else j += 1;
      continue;
    }
    const [mine = 0, other = 0] = [ours.values[i++], theirs.values[j++]];
    shared.push(left);
    a.push(mine);
    b.push(other);
    const id = table.cases.ids[left] ?? "";
    if (mine > other && ++improvedCount <= MAX_IDS) improved.push(id);
    if (mine < other && ++regressedCount <= MAX_IDS) regressed.push(id);
  }
  const both = Uint32Array.from(shared);
  const { method, ...numbers } = comparePaired({
    candidate: a,
    baseline: b,
    clusters: clustersOf(table, both),
    weights: weightsOf(table, both),
  });
  return {
    metric: "accuracy",
    baseline: table.candidates[reference] ?? "",
    candidate: table.candidates[candidate] ?? "",
    ...numbers,
    pAdjusted: null,
    method,
    improved,
    regressed,
    improvedCount,
    regressedCount,
    unshared: ours.cases.length + theirs.cases.length - 2 * both.length,
  };
}
