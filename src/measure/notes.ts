import { kishEffectiveN } from "../stats/kish-effective-n.ts";
import type { Table } from "./table.ts";
import { clustersOf, weightsOf } from "./view.ts";

const FEW_CLUSTERS = 10;

/** What a reader must know of the data before trusting the numbers. */
export function runNotes(table: Table, cases: Uint32Array): string[] {
  const notes: string[] = [];
  const clusters = new Set(clustersOf(table, cases) ?? []).size;
  if (clusters > 0 && clusters < FEW_CLUSTERS && cases.length > clusters) {
    notes.push(`only ${clusters} clusters: intervals are wide, and still rough below ${FEW_CLUSTERS}`);
  }
  const weights = weightsOf(table, cases);
  const effective = weights === null ? cases.length : kishEffectiveN(weights);
  if (effective < cases.length / 2) {
    notes.push(`weights are uneven: ${cases.length} cases say as much as ${Math.round(effective)} of equal weight`);
  }
  for (const field of table.cases.overfullFields) {
    notes.push(`slices: "${field}" has more than 50 values; the first 50 of the run order are shown`);
  }
  if (table.strays > 0) notes.push(`${table.strays} lines belong to no trial or grader of this run and were left out`);
  return notes;
}
