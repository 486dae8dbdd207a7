import { isFinished } from "../outcomes.ts";
import type { Table } from "../table.ts";

/**
 * How many cases, from the first of the run order on, one candidate has finished in every repeat: a fair sample, which
 * the cases that merely finished first are not.
 */
export function finishedCases(table: Table, candidate: number): number {
  for (let index = 0; index < table.caseCount; index++) {
    const first = table.slotOf(index, candidate);
    for (let slot = first; slot < first + table.repeats; slot++) if (!isFinished(table, slot)) return index;
  }
  return table.caseCount;
}
