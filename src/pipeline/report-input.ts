import type { RunManifest } from "../domain/run.ts";
import type { RequirementResult } from "../domain/summary.ts";
import { summaryJson } from "../log/documents.ts";
import type { ReportInput, RequirementPlace } from "../report/definition.ts";
import { failedExamples } from "./failed-examples.ts";
import type { MeasuredRun } from "./measure-run.ts";
import { readTable } from "./read-table.ts";
import { trialSource } from "./trial-source.ts";
import { openViewerRun } from "./viewer/open-viewer-run.ts";
import { viewerFiles } from "./viewer/viewer-files.ts";

/** What every report of a run is made of. */
export async function reportInput(
  folder: string,
  manifest: RunManifest,
  { summary, table }: MeasuredRun,
): Promise<ReportInput> {
  return {
    summary,
    summaryJson: summaryJson(summary),
    examples: await failedExamples(folder, table),
    folder,
    trials: trialSource(folder, manifest, async () => table),
    viewer: { open: (most) => openViewerRun(folder, manifest, { summary, table }, { most }), app: viewerFiles },
    suitePath: manifest.suitePath,
    places: summary.requirements.map((result) => placeOf(manifest, result)),
  };
}

/** The same for whoever keeps it: the table is read again when a report asks, and not held until then. */
export function withoutTable(input: ReportInput, manifest: RunManifest): ReportInput {
  const { folder } = input;
  const again = async () => (await readTable(folder, manifest)).table;
  const { summary } = input;
  const open = async (most: number) => openViewerRun(folder, manifest, { summary, table: await again() }, { most });
  return { ...input, trials: trialSource(folder, manifest, again), viewer: { open, app: viewerFiles } };
}

/** Where the suite states what was judged. */
function placeOf({ resolvedSuite }: RunManifest, result: RequirementResult): RequirementPlace | null {
  const { kind, value, unit } = result.bound;
  const stated = resolvedSuite.requirements.find(
    ({ metric, slice, against, candidate, bound }) =>
      metric === result.metric &&
      slice === result.slice &&
      against === result.against &&
      (candidate === null || candidate === result.candidate) &&
      bound.kind === kind &&
      bound.value === value &&
      bound.unit === unit,
  );
  return stated === undefined ? null : { line: stated.source.line, col: stated.source.col };
}
