import { existsSync } from "node:fs";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Output } from "../domain/output.ts";
import { findRun, listRuns } from "../log/find-runs.ts";
import { readCases, readOutputs, readScores, wholeBytes } from "../log/read-log.ts";
import { FILES } from "../log/run-folder.ts";
import type { World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";
import { checkSameCases, type StartedRun } from "./run-start.ts";

/** What an earlier start of the run has left: by trial. */
export interface Finished {
  /** Fingerprints of trials that have an output; `done` ones are graded too. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Outputs that a crash left without their scores. */
  readonly ungraded: ReadonlyMap<string, Output>;
}

export const NOTHING_FINISHED: Finished = { fingerprints: new Map(), ungraded: new Map() };

/** Finds the run to go on with and checks that it is the same work. */
export async function resumeRun(
  prepared: PreparedRun,
  which: string | true,
  world: World,
): Promise<StartedRun & { finished: Finished }> {
  const run = which === true ? await lastUnfinished(prepared, world) : await findRun(which, world.reports, world.cwd);
  const { manifest, folder } = run;
  if (manifest.suite !== prepared.suite.name) {
    throw new UserError(
      "resume_changed",
      `${manifest.runId} is a run of the suite ${manifest.suite}, not of ${prepared.suite.name}`,
    );
  }
  const now = prepared.candidates.map(({ id }) => id).join(", ");
  const then = manifest.candidates.map(({ id }) => id).join(", ");
  if (now !== then || manifest.repeats !== prepared.plan.repeats) {
    throw new UserError(
      "resume_changed",
      `${manifest.runId} has the candidates ${then} (repeats: ${manifest.repeats}); now they are ${now} (repeats: ${prepared.plan.repeats})`,
    );
  }
  await checkSameCases(readCases(folder), prepared);
  for (const file of [FILES.outputs, FILES.scores]) await repairTail(join(folder, file));
  return { folder, manifest, finished: await readFinished(folder, prepared) };
}

async function lastUnfinished(prepared: PreparedRun, world: World) {
  const runs = await listRuns(world.reports);
  const found = runs.find(({ manifest }) => manifest.suite === prepared.suite.name && manifest.status !== "complete");
  if (found) return found;
  throw new UserError("nothing_to_resume", `${prepared.suite.name} has no unfinished run in ${world.reports}`);
}

/** A crash may have cut the last line short: it is cut off, the trial is done again. */
async function repairTail(path: string): Promise<void> {
  if (existsSync(path)) await truncate(path, await wholeBytes(path));
}

/** Errored trials are not finished: they are called again. */
async function readFinished(folder: string, prepared: PreparedRun): Promise<Finished> {
  const outputs = new Map<string, Output>();
  for await (const output of readOutputs(folder)) {
    if (output.status === "ok") outputs.set(output.trial, output);
    else outputs.delete(output.trial);
  }
  const fingerprints = new Map([...outputs].map(([trial, output]) => [trial, output.fingerprint]));
  const scored = new Map<string, number>();
  for await (const score of readScores(folder)) scored.set(score.trial, (scored.get(score.trial) ?? 0) + 1);
  // Scores of a trial are written together: some of them there means all of them.
  for (const trial of scored.keys()) outputs.delete(trial);
  if (prepared.graders.length === 0) outputs.clear();
  return { fingerprints, ungraded: outputs };
}
