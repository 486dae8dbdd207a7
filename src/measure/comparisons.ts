import type { Comparison } from "../domain/summary.ts";
import { adjustFamily, compareSides } from "./compare/compare-sides.ts";
import { sidesOfTable } from "./compare/side.ts";
import type { Table } from "./table.ts";

/**
 * Accuracy of every other candidate against the reference, paired by case on the first cases of the run order that both
 * have graded. The p-values are Holm's over all of them.
 * @param ends cases after which a candidate was stopped, in the table's order: two are compared on what both were meant to do
 */
export function compareWithReference(
  table: Table,
  cases: Uint32Array,
  reference: number,
  ends: readonly (number | undefined)[] = [],
): Comparison[] {
  const sides = sidesOfTable(table);
  const baseline = sides[reference];
  if (baseline === undefined) return [];
  const found = sides.flatMap((side, at) => {
    const end = Math.min(cases.length, ends[at] ?? table.caseCount, ends[reference] ?? table.caseCount);
    return at === reference ? [] : [compareSides(side, baseline, "accuracy", { slice: null, cases: end })];
  });
  return adjustFamily(found);
}
