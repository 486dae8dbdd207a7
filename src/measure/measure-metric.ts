import type { Estimate } from "../domain/estimate.ts";
import type { MetricDefinition } from "./metrics/metric-definition.ts";
import { resolveMetric } from "./metrics/metric-definitions.ts";
import type { Table } from "./table.ts";
import { allCases, type View, viewOf } from "./view.ts";

export interface MeasureOptions {
  /** Whether the candidate's price is known. */
  readonly priced: boolean;
  /** `tag:x` or `field:value`; null: all cases. */
  readonly slice?: string | null;
  /** The first n cases of the run order alone. */
  readonly cases?: number;
  /** Default: 95%. */
  readonly confidence?: number;
  /** The confidence is that of a look of a sequential run: the method says so. */
  readonly sequential?: boolean;
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
  const { confidence, sequential = false } = options;
  if (!sequential) return definition.measure(viewOf(table, index, cases, options.priced, confidence));
  return measureAtLook(definition, {
    plain: viewOf(table, index, cases, options.priced),
    atLook: viewOf(table, index, cases, options.priced, confidence),
  });
}

/** The repeated interval of a look, `wilson-obf`; what has none (facts, bootstraps) keeps its own. */
export function measureAtLook(definition: MetricDefinition, views: { readonly plain: View; readonly atLook: View }) {
  if (definition.fact || definition.fixedConfidence) return definition.measure(views.plain);
  const estimate = definition.measure(views.atLook);
  const bounded = estimate.low !== null || estimate.high !== null;
  return bounded && estimate.method !== "exact" ? { ...estimate, method: `${estimate.method}-obf` } : estimate;
}

/** The cases of a slice within the first n; undefined for a slice that no case of the run is in. */
export function casesOf(table: Table, slice: string | null, count?: number): Uint32Array | undefined {
  if (slice === null) return allCases(table, count);
  const members = table.cases.slices.get(slice);
  return count === undefined ? members : members?.filter((index) => index < count);
}
