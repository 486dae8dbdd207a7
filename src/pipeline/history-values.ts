import type { Estimate } from "../domain/estimate.ts";
import type { JsonObject } from "../domain/json.ts";
import type { RunManifest } from "../domain/run.ts";
import { readSummaryJson } from "../log/documents.ts";
import type { FoundRun } from "../log/find-runs.ts";
import { type Side, sidesOfTable } from "../measure/compare/side.ts";
import { measureMetric } from "../measure/measure-metric.ts";
import type { Table } from "../measure/table.ts";
import { sourceOf } from "./compare-sides.ts";
import { readTable } from "./read-table.ts";

/** What a history needs of a run. */
export interface RunValues {
  readonly manifest: RunManifest;
  /** By candidate; those of which the metric is not known have none. */
  readonly estimates: ReadonlyMap<string, Estimate>;
  /** By candidate; null: the logs are not there any more. */
  readonly sides: ReadonlyMap<string, Side> | null;
}

/** From `summary.json`, as people have seen it; what it does not have is measured where the logs are there. */
export async function readRunValues({ folder, manifest }: FoundRun, metric: string): Promise<RunValues> {
  const summary = await readSummaryJson(folder).catch(() => null);
  const table = await readTable(folder, manifest).then(
    (read) => read.table,
    () => null,
  );
  const estimates = new Map<string, Estimate>();
  for (const { id, price } of manifest.candidates) {
    const estimate = stated(summary, id, metric) ?? measured(table, id, metric, price.kind !== "unknown");
    if (estimate !== undefined && estimate.value !== null) estimates.set(id, estimate);
  }
  const sides = table === null || !hasAnswers(table) ? null : sidesOfTable(table, { source: sourceOf(manifest) });
  return { manifest, estimates, sides: sides === null ? null : new Map(sides.map((side) => [side.candidate, side])) };
}

function measured(table: Table | null, candidate: string, metric: string, priced: boolean): Estimate | undefined {
  return table === null ? undefined : measureMetric(table, candidate, metric, { priced });
}

/** A folder of which the outputs were cleared away still has its cases. */
function hasAnswers(table: Table): boolean {
  return table.states.some((state) => state !== 0);
}

function stated(summary: JsonObject | null, candidate: string, metric: string): Estimate | undefined {
  if (!Array.isArray(summary?.candidates)) return undefined;
  const found = (summary.candidates as JsonObject[]).find((one) => one.id === candidate);
  const metrics = found?.metrics as JsonObject | undefined;
  if (metrics === undefined || !Object.hasOwn(metrics, metric)) return undefined;
  return metrics[metric] as unknown as Estimate;
}
