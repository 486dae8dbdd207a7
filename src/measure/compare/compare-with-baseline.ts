import type { Comparison } from "../../domain/summary.ts";
import type { Table } from "../table.ts";
import { adjustFamily, type CompareOptions, compareSides } from "./compare-sides.ts";
import { type Side, type SideSource, sidesOfTable } from "./side.ts";

export interface BaselineOptions extends Partial<CompareOptions> {
  /** Default: accuracy. */
  readonly metrics?: readonly string[];
  /** What the run's numbers were made of; without it nothing is said of graders or a dataset that changed. */
  readonly source?: SideSource;
}

/**
 * Every candidate of a run against itself in a baseline, paired by case; the p-values are Holm's over all of them.
 * Candidates that the baseline does not have are left out.
 */
export function compareWithBaseline(
  table: Table,
  baselineSides: readonly Side[],
  { metrics = ["accuracy"], slice = null, source, ...options }: BaselineOptions = {},
): Comparison[] {
  const found = sidesOfTable(table, source === undefined ? {} : { source }).flatMap((side) => {
    const baseline = baselineSides.find(({ candidate }) => candidate === side.candidate);
    if (baseline === undefined) return [];
    return metrics.map((metric) => compareSides(side, baseline, metric, { slice, ...options }));
  });
  return adjustFamily(found);
}
