import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../base/digest.ts";
import { codeOf, messageOf } from "../base/errors.ts";
import type { Case } from "../domain/case.ts";
import type { Output } from "../domain/output.ts";
import type { RunManifest } from "../domain/run.ts";
import { peersOf } from "../grader/nested.ts";
import { AppendLog } from "../log/append-log.ts";
import { asItStands, findRun } from "../log/find-runs.ts";
import { OutputStore, type Place } from "../log/output-store.ts";
import { readCases, readOutputBlocks } from "../log/read-log.ts";
import { FILES } from "../log/run-folder.ts";
import { RunLock } from "../log/run-lock.ts";
import { outcomesOf } from "../measure/outcomes.ts";
import { trialId } from "../plan/plan.ts";
import { CallMonitor } from "../provider/call-monitor.ts";
import { Budget } from "../provider/with-budget.ts";
import { gradeOutput, type TrialControl, type TrialResult } from "../trial/run-trial.ts";
import { createEngine } from "./engine.ts";
import { type EndedRun, keepEnd } from "./finish-run.ts";
import { type GradeChanges, type GradedBefore, gradeChanges } from "./grade-changes.ts";
import { measureRun } from "./measure-run.ts";
import type { RunOptions, World } from "./options.ts";
import { PeerAnswers } from "./peer-answers.ts";
import { type GradingOptions, type PreparedGrading, prepareGrading } from "./prepare-grading.ts";
import { withoutSecrets } from "./suite-secrets.ts";

/** It was stopped before everything was graded: the run is as it was. */
export class NotGraded extends Error {
  override readonly name = "not_graded";
}

export interface GradeOptions extends GradingOptions, Pick<RunOptions, "cache" | "reports"> {}

export interface GradeObserver {
  onStart?(work: { readonly suite: string; readonly candidates: readonly string[]; readonly outputs: number }): void;
  onResult?(result: TrialResult): void;
  onNote?(text: string): void;
}

export interface GradedRun {
  readonly ended: EndedRun;
  readonly changes: GradeChanges;
}

/**
 * Grades every output of a run again with the suite's present graders; no model under test is called. The new scores
 * take the place of the old ones at once, when all are there: whatever stops it before leaves the run as it was (judges
 * that have been asked are in the cache).
 * @throws UserError `run_locked`, `suite_not_found`, `invalid_suite`; NotGraded when it was stopped or the budget reached
 */
export async function gradeRun(
  which: string,
  options: GradeOptions,
  world: World,
  control: TrialControl,
  observer: GradeObserver = {},
): Promise<GradedRun> {
  const { folder, manifest: found } = await findRun(which, world.reports, world.cwd);
  const lock = await RunLock.acquire(folder, found.runId);
  try {
    const manifest = await asItStands(await findRun(folder, world.reports, world.cwd));
    const prepared = await prepareGrading(manifest, options, world);
    try {
      const before = await gradedBefore(folder, manifest);
      await gradeAll(folder, manifest, prepared, options, world, control, observer);
      const again = regraded(manifest, prepared, world);
      // Too many ungraded trials may have been all that kept it from being complete: that is judged anew.
      const missing = before.summary.candidates.some(({ trials }) => trials.missing > 0);
      const status = manifest.status === "incomplete" && !missing ? "complete" : manifest.status;
      const measured = await measureRun(folder, { ...again, status }, null);
      const changes = gradeChanges(before, measured, manifest, again);
      return { ended: await keepEnd(folder, { ...again, status }, null, options.reports, measured), changes };
    } finally {
      await Promise.all([...prepared.models.values()].map(({ adapter }) => adapter.close?.()));
    }
  } finally {
    await lock.release();
  }
}

/** Without the table: nothing else of it is needed while everything is graded. */
async function gradedBefore(folder: string, manifest: RunManifest): Promise<GradedBefore> {
  const { summary, table } = await measureRun(folder, manifest, null);
  return { summary, outcomes: outcomesOf(table) };
}

function regraded(manifest: RunManifest, { suite, graders }: PreparedGrading, world: World): RunManifest {
  const { judgeModels, graders: specs } = withoutSecrets(suite, world.secrets);
  return {
    ...manifest,
    digests: { ...manifest.digests, graders: digestOf(graders.map(({ id, digest }) => [id, digest])) },
    resolvedSuite: { ...manifest.resolvedSuite, graders: specs, judgeModels },
    ...(manifest.contentDigests === undefined
      ? {}
      : {
          contentDigests: {
            ...manifest.contentDigests,
            graders: Object.fromEntries(graders.map(({ id, digest }) => [id, digest])),
          },
        }),
  };
}

/** Writes the new scores beside the old ones, and then in their place. */
async function gradeAll(
  folder: string,
  manifest: RunManifest,
  prepared: PreparedGrading,
  options: GradeOptions,
  world: World,
  control: TrialControl,
  observer: GradeObserver,
): Promise<void> {
  const { places, count } = await findOutputs(folder);
  observer.onStart?.({
    suite: manifest.suite,
    candidates: manifest.candidates.map(({ id }) => id),
    outputs: count,
  });
  const temporary = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  const scores = await AppendLog.open(temporary);
  const store = new OutputStore(folder);
  const { settings, suite } = prepared;
  const budget = settings.budgetUsd === null ? null : new Budget(settings.budgetUsd);
  const peers = new PeerAnswers(
    [...new Set(suite.graders.flatMap(peersOf))],
    manifest.candidates.map(({ id }) => id),
  );
  const basis = { ...prepared, seed: manifest.seed, candidates: manifest.candidates };
  const onNote = (text: string) => observer.onNote?.(text);
  // Nothing is written to the outputs here.
  const logs = { outputs: scores, scores };
  const monitor = new CallMonitor(world.clock);
  const engine = createEngine(basis, options, world, { ...logs, budget, monitor, peers, onNote });
  setMaxListeners(0, control.signal, control.stop);
  let done = 0;
  const gradeOne = async (testCase: Case, index: number, candidate: string, repeat: number): Promise<void> => {
    const id = trialId(testCase.id, candidate, repeat);
    const at = places.get(id);
    const place = { caseId: testCase.id, repeat };
    const read = at === undefined ? null : () => store.read(at.place);
    // Who compares with an error is told of it: nothing more will come.
    if (read !== null) peers.putLazily(place, candidate, read);
    try {
      if (read === null || at?.status !== "ok" || control.stop.aborted || budget?.reached) return;
      const trial = { id, case: testCase, index, candidate, repeat };
      const result = await gradeOutput(trial, await read(), engine, control);
      if (result === null) return;
      done += 1;
      observer.onResult?.(result);
    } finally {
      peers.leave(place, candidate);
    }
  };
  try {
    await inParallel(trialsOf(folder, manifest), 2 * settings.concurrency, (one) =>
      gradeOne(one.testCase, one.index, one.candidate, one.repeat),
    );
    await scores.close();
    if (done < count) throw notGraded(manifest, count - done, count, budget);
    await rename(temporary, join(folder, FILES.scores));
  } catch (error) {
    await scores.close().catch(() => {});
    if (codeOf(error) === undefined) throw error;
    throw new NotGraded(
      `${manifest.runId} keeps the scores it had: the new ones could not be written (${messageOf(error)})`,
    );
  } finally {
    await store.close();
    await rm(temporary, { force: true });
  }
}

function notGraded({ runId }: RunManifest, left: number, count: number, budget: Budget | null): NotGraded {
  const why = budget?.reached ? `the budget of $${budget.limitUsd} was reached` : "it was interrupted";
  return new NotGraded(
    `${why} with ${left} of ${count} outputs not graded: ${runId} keeps the scores it had. What judges have said is in the cache; grade it again to go on`,
  );
}

/** Where the last output of each trial stands, and how many are answers: errors have nothing to grade. */
async function findOutputs(folder: string) {
  const places = new Map<string, { readonly place: Place; readonly status: Output["status"] }>();
  for await (const block of readOutputBlocks(folder))
    for (const { record, place } of block) places.set(record.trial, { place, status: record.status });
  let count = 0;
  for (const { status } of places.values()) if (status === "ok") count += 1;
  return { places, count };
}

interface TrialPlace {
  readonly testCase: Case;
  readonly index: number;
  readonly candidate: string;
  readonly repeat: number;
}

/** Case by case, all candidates of one together: those that wait for another's answer find it near. */
async function* trialsOf(folder: string, { candidates, repeats }: RunManifest): AsyncGenerator<TrialPlace> {
  let index = 0;
  for await (const testCase of readCases(folder)) {
    for (let repeat = 1; repeat <= repeats; repeat++)
      for (const { id } of candidates) yield { testCase, index, candidate: id, repeat };
    index += 1;
  }
}

/** Rejects with the first failure, after everything that was started has ended. */
async function inParallel<T>(items: AsyncIterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  const flying = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  for await (const item of items) {
    if (failure !== null) break;
    const flight = work(item)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => flying.delete(flight));
    flying.add(flight);
    if (flying.size >= width) await Promise.race(flying);
  }
  await Promise.all(flying);
  if (failure !== null) throw (failure as { error: unknown }).error;
}
