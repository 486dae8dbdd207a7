import { isFinished } from "./outcomes.ts";
import type { Table } from "./table.ts";

/**
 * How many cases, from the first of the run order on, are finished by every candidate in every repeat. Verdicts of a
 * run that stopped rest on them alone: what finished first is no fair sample, because slow cases fail more often.
 */
export function contiguousPrefix(table: Table): number {
  const perCase = table.candidates.length * table.repeats;
  for (let slot = 0; slot < table.trialCount; slot++) {
    if (!isFinished(table, slot)) return Math.floor(slot / perCase);
  }
  return table.caseCount;
}
