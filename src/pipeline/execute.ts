import { setMaxListeners } from "node:events";
import { join } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import type { Case } from "../domain/case.ts";
import type { Candidate } from "../domain/suite.ts";
import { AppendLog } from "../log/append-log.ts";
import { FILES } from "../log/run-folder.ts";
import { trialFingerprint } from "../plan/fingerprint.ts";
import { plannedTrials, trialId } from "../plan/plan.ts";
import { RenderError } from "../plan/render.ts";
import { Budget } from "../provider/with-budget.ts";
import { type Lane, runLanes } from "../schedule/lanes.ts";
import {
  failTrial,
  gradeOutput,
  runTrial,
  type TrialControl,
  type TrialEngine,
  type TrialResult,
} from "../trial/run-trial.ts";
import { createEngine } from "./engine.ts";
import type { RunOptions, World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";
import type { Finished } from "./resume.ts";

export type { TrialResult };

/** Who looks on: progress, notes. */
export interface RunObserver {
  onStart?(run: {
    readonly prepared: PreparedRun;
    readonly folder: string;
    readonly planned: number;
    readonly finished: number;
  }): void;
  onResult?(result: TrialResult): void;
  onNote?(text: string): void;
}

/** Why a run ended before everything was done. */
export interface Ending {
  readonly kind: "budget" | "stopped" | "log";
  readonly reason: string;
}

/** Cases that a fast candidate may be ahead of a slow one. */
const leadOf = (concurrency: number) => Math.max(256, 4 * concurrency);

/** Does every trial that is not finished; each output is on disk before it is graded. null: everything was done. */
export async function executeTrials(
  prepared: PreparedRun,
  folder: string,
  finished: Finished,
  options: RunOptions,
  world: World,
  control: TrialControl,
  observer: RunObserver,
): Promise<Ending | null> {
  const { plan, settings } = prepared;
  const [outputs, scores] = await Promise.all([
    AppendLog.open(join(folder, FILES.outputs)),
    AppendLog.open(join(folder, FILES.scores)),
  ]);
  const budget = settings.budgetUsd === null ? null : new Budget(settings.budgetUsd);
  const engine = createEngine(prepared, options, world, {
    outputs,
    scores,
    budget,
    onNote: (text) => observer.onNote?.(text),
  });
  const exhausted = new AbortController();
  const inner: TrialControl = { signal: control.signal, stop: AbortSignal.any([control.stop, exhausted.signal]) };
  // Every call in flight listens for the end of the run: many listeners are no leak here.
  setMaxListeners(0, inner.signal, inner.stop);
  const caseAt = caseReader(prepared);
  let ended = 0;

  const laneOf = (candidate: Candidate): Lane => {
    const bound = Math.min(candidate.model.concurrency ?? settings.concurrency, settings.concurrency);
    return {
      id: candidate.id,
      // What waits for a retry or for its grades holds no slot: more in flight than slots keeps these busy.
      width: Math.max(8, 2 * bound),
      async step(index) {
        const at = Math.floor(index / plan.repeats);
        const result = await doTrial(
          prepared,
          engine,
          finished,
          inner,
          candidate,
          caseAt(at),
          at,
          (index % plan.repeats) + 1,
        );
        if (result === null) {
          if (budget?.reached) exhausted.abort();
          return;
        }
        ended += 1;
        if (result !== "done before") observer.onResult?.(result);
      },
    };
  };
  try {
    const maxLead = leadOf(settings.concurrency) * plan.repeats;
    await runLanes(plan.candidates.map(laneOf), { steps: plan.caseCount * plan.repeats, maxLead, signal: inner.stop });
    // A signal that came when everything was done interrupted nothing.
    if (ended === plannedTrials(plan)) return null;
    if (control.stop.aborted) return { kind: "stopped", reason: "it was interrupted" };
    return budget?.reached ? { kind: "budget", reason: `the budget of $${budget.limitUsd} was reached` } : null;
  } catch (error) {
    if (error instanceof UserError) throw error;
    return { kind: "log", reason: `the run folder could not be written: ${messageOf(error)}` };
  } finally {
    await Promise.allSettled([outputs.close(), scores.close()]);
  }
}

/** One trial, or what is left of it to do. null: stopped before there was a result. */
async function doTrial(
  prepared: PreparedRun,
  engine: TrialEngine,
  finished: Finished,
  control: TrialControl,
  candidate: Candidate,
  testCase: Case,
  index: number,
  repeat: number,
): Promise<TrialResult | "done before" | null> {
  const id = trialId(testCase.id, candidate.id, repeat);
  const identity = { id, case: testCase, index, candidate: candidate.id, repeat };
  const model = prepared.modelDigests.get(candidate.model.id) ?? "";
  let request: ReturnType<NonNullable<ReturnType<typeof prepared.renderers.get>>["render"]> | undefined;
  try {
    request = prepared.renderers.get(candidate.id)?.render(testCase);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return failTrial(
      identity,
      { kind: "invalid_request", message: `${error.path}: ${error.message}`, httpStatus: null, retryable: false },
      engine,
    );
  }
  if (request === undefined) throw new Error(`no renderer for ${candidate.id}`);
  const trial = { ...identity, request, fingerprint: trialFingerprint(model, request, repeat) };
  const before = finished.fingerprints.get(id);
  if (before === undefined) return runTrial(trial, engine, control);
  if (before !== trial.fingerprint) refuseChanged(id);
  const output = finished.ungraded.get(id);
  return output === undefined ? "done before" : gradeOutput(trial, output, engine, control);
}

function refuseChanged(trial: string): never {
  throw new UserError(
    "resume_changed",
    `this run cannot be resumed: the prompt, the model or its parameters have changed since ${trial} was called; start a new run`,
  );
}

/** Cases by their position in the run; the last ones are kept, because all candidates see a case at about the same time. */
function caseReader({ dataset, plan }: PreparedRun, keep = 512): (index: number) => Case {
  const cache = new Map<number, Case>();
  return (index) => {
    const known = cache.get(index);
    if (known !== undefined) return known;
    const position = plan.order[index];
    if (position === undefined) throw new RangeError(`no case ${index}`);
    const found = dataset.read(position);
    if (cache.size >= keep) cache.delete(cache.keys().next().value ?? -1);
    cache.set(index, found);
    return found;
  };
}
