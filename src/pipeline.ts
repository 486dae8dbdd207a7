import { timestamp } from "./base/clock.ts";
import type { RunManifest } from "./domain/run.ts";
import type { Summary } from "./domain/summary.ts";
import { summaryJson, writeManifest, writeSummary } from "./log/documents.ts";
import { type Ending, executeTrials, type RunObserver } from "./pipeline/execute.ts";
import { failedExamples } from "./pipeline/failed-examples.ts";
import { measureRun } from "./pipeline/measure-run.ts";
import type { RunOptions, World } from "./pipeline/options.ts";
import type { PreparedRun } from "./pipeline/prepare.ts";
import { NOTHING_FINISHED, resumeRun } from "./pipeline/resume.ts";
import { startRun } from "./pipeline/run-start.ts";
import { writeReports } from "./pipeline/write-reports.ts";
import { plannedTrials } from "./plan/plan.ts";
import type { ReportInput } from "./report/definition.ts";
import type { TrialControl } from "./trial/run-trial.ts";

/** A run that has ended, whichever way. */
export interface EndedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly summary: Summary;
  readonly report: ReportInput;
}

/**
 * The offline pipeline, from a checked suite to a verdict:
 * suite × dataset → plan (`prepareRun`) → provider → log → grader → log → measure → gate → report.
 */
export async function runSuite(
  prepared: PreparedRun,
  options: RunOptions,
  world: World,
  control: TrialControl,
  observer: RunObserver = {},
): Promise<EndedRun> {
  const { folder, manifest, finished } =
    options.resume === null
      ? { ...(await startRun(prepared, world)), finished: NOTHING_FINISHED }
      : await resumeRun(prepared, options.resume, world);
  const planned = plannedTrials(prepared.plan);
  observer.onStart?.({ prepared, folder, planned, finished: finished.fingerprints.size - finished.ungraded.size });
  const ending = await executeTrials(prepared, folder, finished, options, world, control, observer);
  return finishRun(
    folder,
    { ...manifest, status: "complete", statusReason: null, finishedAt: timestamp(world.clock.now()) },
    ending,
    options.reports,
  );
}

/** Everything after the run folder: it can be done again from the folder alone. */
export async function finishRun(
  folder: string,
  manifest: RunManifest,
  ending: Ending | null,
  formats: readonly string[],
): Promise<EndedRun> {
  const { summary, table } = await measureRun(folder, manifest, ending);
  const final: RunManifest = { ...manifest, status: summary.status, statusReason: summary.statusReason };
  const report: ReportInput = {
    summary,
    summaryJson: summaryJson(summary),
    examples: await failedExamples(folder, table),
    folder,
  };
  await writeSummary(folder, summary);
  await writeReports(folder, report, formats);
  await writeManifest(folder, final);
  return { folder, manifest: final, summary, report };
}
