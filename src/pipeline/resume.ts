import { existsSync } from "node:fs";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, messageOf, UserError } from "../base/errors.ts";
import type { Secrets } from "../base/secrets.ts";
import type { RunManifest } from "../domain/run.ts";
import { readManifest, writeManifest } from "../log/documents.ts";
import { findRun } from "../log/find-runs.ts";
import { readCases, wholeBytes } from "../log/read-log.ts";
import { FILES } from "../log/run-folder.ts";
import { RunLock } from "../log/run-lock.ts";
import { plannedTrials } from "../plan/plan.ts";
import type { RunObserver } from "./execute.ts";
import { ChangedTrial, type Finished, readFinished } from "./finished.ts";
import type { RunOptions, World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";
import { keepBaseline } from "./run-baseline.ts";
import { comparedOf, type StartedRun } from "./run-start.ts";
import { changesSince } from "./same-suite.ts";

const CHANGES_NAMED = 10;
const CASES_NAMED = 5;

/**
 * Takes a run up again: it is ours alone, it is the same work as before, and what is finished is known.
 * @throws UserError `run_locked`, `resume_changed` (with what has changed, by name), `damaged_log`; nothing is changed then
 */
export async function resumeRun(
  prepared: PreparedRun,
  { resume: which, baseline: named }: Pick<RunOptions, "resume" | "baseline">,
  world: World,
  observer: Pick<RunObserver, "onReading"> = {},
): Promise<StartedRun & { finished: Finished }> {
  // `resumeOptions` has said which run `--resume` alone means, unless there were several suites.
  if (which === true || which === null) throw new UserError("resume_one", "--resume goes on with one suite: name it");
  const { folder, manifest } = await findRun(which, world.reports, world.cwd);
  const lock = await lockOf(folder, manifest.runId);
  try {
    const onRead = (outputs: number) => observer.onReading?.(outputs, plannedTrials(prepared.plan));
    onRead(0);
    // Another process may have gone on with it until a moment ago.
    const before = await readManifest(folder);
    const caseIds = await checkSameWork(before, folder, prepared, world.secrets);
    for (const file of [FILES.outputs, FILES.scores]) await repairTail(join(folder, file));
    const finished = await readFinished(folder, prepared, caseIds, onRead).catch((error: unknown) => {
      if (!(error instanceof ChangedTrial)) throw error;
      throw changed(before, prepared, [`the request of ${error.message} (an image, or a file that a prompt reads)`]);
    });
    // The baseline of the first start stays, unless another is named: it decides nothing but the verdict.
    const other = named === null ? {} : { baseline: await keepBaseline(folder, prepared.baseline) };
    const again: RunManifest = { ...before, ...other, status: "running", statusReason: null, finishedAt: null };
    await writeManifest(folder, again);
    return { folder, manifest: again, lock, finished };
  } catch (error) {
    await lock.release();
    throw error instanceof UserError ? error : unusable(folder, error);
  }
}

async function lockOf(folder: string, runId: string): Promise<RunLock> {
  try {
    return await RunLock.acquire(folder, runId);
  } catch (error) {
    throw error instanceof UserError ? error : unusable(folder, error);
  }
}

function unusable(folder: string, error: unknown): unknown {
  if (codeOf(error) === undefined) return error;
  return new UserError("run_folder", `the run folder ${folder} cannot be used: ${messageOf(error)}`);
}

/** @returns the ids of the cases, in run order */
async function checkSameWork(
  manifest: RunManifest,
  folder: string,
  prepared: PreparedRun,
  secrets: Secrets,
): Promise<readonly string[]> {
  const { suite, candidates } = prepared;
  if (manifest.suite !== suite.name)
    throw new UserError(
      "resume_changed",
      `${manifest.runId} is a run of the suite ${manifest.suite}, not of ${suite.name}`,
    );
  const now = candidates.map(({ id }) => id).join(", ");
  const then = manifest.candidates.map(({ id }) => id).join(", ");
  const which =
    now === then ? [] : [`candidates: ${then} → ${now} (-m says which; without it, those of the first start)`];
  const changes = [...which, ...changesSince(manifest, comparedOf(prepared, secrets))];
  const caseIds: string[] = [];
  if (changes.length === 0) changes.push(...(await changedCases(folder, prepared, caseIds)));
  if (changes.length > 0) throw changed(manifest, prepared, changes);
  return caseIds;
}

function changed({ runId }: RunManifest, { file }: PreparedRun, changes: readonly string[]): UserError {
  const named = changes.slice(0, CHANGES_NAMED).map((change) => `\n  ${change}`);
  const more = changes.length > CHANGES_NAMED ? `\n  and ${changes.length - CHANGES_NAMED} more` : "";
  const grading = changes.every((change) => change.startsWith("graders"))
    ? " (which grades them with the present graders, without a call)"
    : "";
  return new UserError(
    "resume_changed",
    `${runId} cannot be resumed: since it was started this has changed:${named.join("")}${more}\n` +
      `put it back, or start a new run that takes every output that is still good${grading}: evals run ${file} --reuse ${runId}`,
  );
}

/** Cases are compared by their content, in run order. Names the first few that are others now; collects their ids. */
async function changedCases(
  folder: string,
  { dataset, plan }: PreparedRun,
  caseIds: string[],
): Promise<readonly string[]> {
  const changes: string[] = [];
  let index = 0;
  for await (const old of readCases(folder)) {
    const position = plan.order[index++];
    const now = position === undefined ? undefined : dataset.read(position);
    // From here on everything is out of step.
    if (now?.id !== old.id)
      return [...changes, `it has case ${old.id} where the dataset now gives ${now?.id ?? "none"}`];
    caseIds.push(now.id);
    if (now.digest !== old.digest) changes.push(`case ${old.id} has changed`);
    if (changes.length === CASES_NAMED) return [...changes, "perhaps more cases"];
  }
  if (index !== plan.caseCount) changes.push(`it has ${index} cases, and the dataset now gives ${plan.caseCount}`);
  return changes;
}

/** A crash may have cut the last line short: it is cut off, the trial is done again. */
async function repairTail(path: string): Promise<void> {
  if (existsSync(path)) await truncate(path, await wholeBytes(path));
}
