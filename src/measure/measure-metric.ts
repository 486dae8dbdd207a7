import type { Estimate } from "../domain/estimate.ts";
import { resolveMetric } from "./metrics/metric-definitions.ts";
import type { Table } from "./table.ts";
import { allCases, viewOf } from "./view.ts";

export interface MeasureOptions {
  /** Whether the candidate's price is known. */
  readonly priced: boolean;
  /** `tag:x` or `field:value`; null: all cases. */
  readonly slice?: string | null;
  /** The first n cases of the run order alone. */
  readonly cases?: number;
  /** Default: 95%. */
  readonly confidence?: number;
}

/** One metric of one candidate; undefined when the metric, the candidate or the slice is not known. */
export function measureMetric(
  table: Table,
  candidate: string,
  metric: string,
  options: MeasureOptions,
): Estimate | undefined {
  const definition = resolveMetric(metric);
  const index = table.candidates.indexOf(candidate);
  const cases = casesOf(table, options.slice ?? null, definition?.fact ? undefined : options.cases);
  if (definition === undefined || index < 0 || cases === undefined) return undefined;
  return definition.measure(viewOf(table, index, cases, options.priced, options.confidence));
}

/** The cases of a slice within the first n; undefined for a slice that no case of the run is in. */
export function casesOf(table: Table, slice: string | null, count?: number): Uint32Array | undefined {
  if (slice === null) return allCases(table, count);
  const members = table.cases.slices.get(slice);
  return count === undefined ? members : members?.filter((index) => index < count);
}
