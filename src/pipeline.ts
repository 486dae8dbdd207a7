import { timestamp } from "./base/clock.ts";
import { codeOf } from "./base/errors.ts";
import type { RunManifest } from "./domain/run.ts";
import type { Summary } from "./domain/summary.ts";
import { summaryJson, writeManifest, writeSummary } from "./log/documents.ts";
import { type Ending, executeTrials, type RunObserver, unwritable } from "./pipeline/execute.ts";
import { failedExamples } from "./pipeline/failed-examples.ts";
import { NOTHING_FINISHED } from "./pipeline/finished.ts";
import { measureRun } from "./pipeline/measure-run.ts";
import type { RunOptions, World } from "./pipeline/options.ts";
import type { PreparedRun } from "./pipeline/prepare.ts";
import { resumeRun } from "./pipeline/resume.ts";
import { openReuse } from "./pipeline/reuse.ts";
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
  // Opened first: a run that is not there is told of before a folder is made.
  const reuse = options.reuse === null ? null : await openReuse(options.reuse, prepared, world);
  const { folder, manifest, finished, lock } =
    options.resume === null
      ? { ...(await startRun(prepared, options, world)), finished: NOTHING_FINISHED }
      : await resumeRun(prepared, options.resume, world);
  try {
    const planned = plannedTrials(prepared.plan);
    observer.onStart?.({ prepared, folder, planned, finished: finished.done });
    const ending = await executeTrials(prepared, folder, { finished, reuse }, options, world, control, observer);
    // What follows needs the run folder alone: the dataset's memory is free for it.
    prepared.dataset.close();
    return await finishRun(
      folder,
      { ...manifest, status: "complete", statusReason: null, finishedAt: timestamp(world.clock.now()) },
      ending,
      options.reports,
    );
  } finally {
    await lock.release();
  }
}

/** Everything after the run folder: it can be done again from the folder alone. */
export async function finishRun(
  folder: string,
  manifest: RunManifest,
  ending: Ending | null,
  formats: readonly string[],
): Promise<EndedRun> {
  const { summary, table } = await measureRun(folder, manifest, ending);
  const reportOn = async (said: Summary): Promise<ReportInput> => ({
    summary: said,
    summaryJson: summaryJson(said),
    examples: await failedExamples(folder, table),
    folder,
  });
  const manifestOn = ({ status, statusReason }: Summary): RunManifest => ({ ...manifest, status, statusReason });
  try {
    const report = await reportOn(summary);
    await writeSummary(folder, summary);
    await writeReports(folder, report, formats);
    await writeManifest(folder, manifestOn(summary));
    return { folder, manifest: manifestOn(summary), summary, report };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    // The figures are known even where they cannot be kept; what ended the run first is the reason to give.
    const statusReason = ending?.reason ?? unwritable(error);
    const status = ending?.kind === "stopped" ? "interrupted" : "incomplete";
    const unkept: Summary = { ...summary, status, statusReason };
    await writeManifest(folder, manifestOn(unkept)).catch(() => {
      // Then it says `running` without a process that does: interrupted.
    });
    return { folder, manifest: manifestOn(unkept), summary: unkept, report: await reportOn(unkept) };
  }
}
