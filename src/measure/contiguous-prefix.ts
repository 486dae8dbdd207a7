import { isFinished } from "./outcomes.ts";
import type { Table } from "./table.ts";

/**
 * How many cases, from the first of the run order on, are finished by every candidate in every repeat. Verdicts of a
 * run that stopped rest on them alone: what finished first is no fair sample, because slow cases fail more often.
 * @param ends cases after which a candidate was stopped on purpose, in the table's order
 */
export function contiguousPrefix(table: Table, ends: readonly number[] = []): number {
  const perCase = table.candidates.length * table.repeats;
  for (let slot = 0; slot < table.trialCount; slot++) {
    if (isFinished(table, slot)) continue;
    const caseIndex = Math.floor(slot / perCase);
    const end = ends[Math.floor((slot % perCase) / table.repeats)];
    if (end === undefined || caseIndex < end) return caseIndex;
  }
  return table.caseCount;
}
