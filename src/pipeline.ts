import { timestamp } from "./base/clock.ts";
import { executeTrials, type RunObserver } from "./pipeline/execute.ts";
import { type EndedRun, finishRun } from "./pipeline/finish-run.ts";
import { NOTHING_FINISHED } from "./pipeline/finished.ts";
import type { RunOptions, World } from "./pipeline/options.ts";
import type { PreparedRun } from "./pipeline/prepare.ts";
import { resumeRun } from "./pipeline/resume.ts";
import { openReuse } from "./pipeline/reuse.ts";
import { startRun } from "./pipeline/run-start.ts";
import { openStopEarly } from "./pipeline/stop-early.ts";
import { plannedTrials } from "./plan/plan.ts";
import type { TrialControl } from "./trial/run-trial.ts";

export type { EndedRun };

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
      : await resumeRun(prepared, options, world, observer);
  try {
    const planned = plannedTrials(prepared.plan);
    observer.onStart?.({ prepared, folder, planned, finished: finished.done });
    const stopEarly = await openStopEarly(folder, manifest, (text) => observer.onNote?.(text));
    const given = { finished, reuse, stopEarly };
    const ending = await executeTrials(prepared, folder, given, options, world, control, observer);
    // What follows needs the run folder alone: the dataset's memory is free for it.
    prepared.dataset.close();
    return await finishRun(
      folder,
      {
        ...(stopEarly?.manifest ?? manifest),
        status: "complete",
        statusReason: null,
        finishedAt: timestamp(world.clock.now()),
      },
      ending,
      options.reports,
    );
  } finally {
    await lock.release();
  }
}
