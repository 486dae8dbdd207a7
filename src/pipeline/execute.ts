import { setMaxListeners } from "node:events";
import { join } from "node:path";
import { codeOf, messageOf } from "../base/errors.ts";
import type { Candidate } from "../domain/suite.ts";
import { peersOf } from "../grader/nested.ts";
import { AppendLog } from "../log/append-log.ts";
import { FILES } from "../log/run-folder.ts";
import { plannedTrials } from "../plan/plan.ts";
import { CallMonitor } from "../provider/call-monitor.ts";
import { Budget } from "../provider/with-budget.ts";
import { type Lane, runLanes } from "../schedule/lanes.ts";
import type { TrialControl, TrialResult } from "../trial/run-trial.ts";
import { trialDoer } from "./do-trial.ts";
import { createEngine } from "./engine.ts";
import type { Finished } from "./finished.ts";
import type { RunOptions, World } from "./options.ts";
import { PeerAnswers } from "./peer-answers.ts";
import type { PreparedRun } from "./prepare.ts";
import type { Reuse } from "./reuse.ts";
import type { StopEarly } from "./stop-early.ts";

export type { TrialResult };

/** Who looks on: progress, notes. */
export interface RunObserver {
  /** Of a run that is resumed, before `onStart`: how many outputs were read, of at most how many. */
  onReading?(read: number, most: number): void;
  onStart?(run: {
    readonly prepared: PreparedRun;
    readonly folder: string;
    readonly planned: number;
    readonly finished: number;
  }): void;
  onResult?(result: TrialResult): void;
  onNote?(text: string): void;
  /** `longest` tells what is being waited for: a line for each of the `most` calls that began first. */
  onWatch?(longest: (most: number) => readonly string[]): void;
}

/** Why a run ended before everything was done. */
export interface Ending {
  readonly kind: "budget" | "stopped" | "log";
  readonly reason: string;
}

/** Cases that a fast candidate may be ahead of a slow one. */
const leadOf = (concurrency: number) => Math.max(256, 4 * concurrency);

/** What of a run's trials exists before it starts. */
export interface Given {
  readonly finished: Finished;
  readonly reuse: Reuse | null;
  /** null: every trial is done. */
  readonly stopEarly: StopEarly | null;
}

/** Does every trial that is not finished; each output is on disk before it is graded. null: everything was done. */
export async function executeTrials(
  prepared: PreparedRun,
  folder: string,
  { finished, reuse, stopEarly }: Given,
  options: RunOptions,
  world: World,
  control: TrialControl,
  observer: RunObserver,
): Promise<Ending | null> {
  const { plan, settings } = prepared;
  const logs = await openLogs(folder);
  const budget = settings.budgetUsd === null ? null : new Budget(settings.budgetUsd);
  const exhausted = new AbortController();
  // What earlier starts of the run have spent is spent: the bound is the run's, not this process's.
  if (budget !== null && finished.spentUsd > 0) {
    if (await budget.reserve(finished.spentUsd)) budget.settle(finished.spentUsd, finished.spentUsd);
    else exhausted.abort();
  }
  const monitor = new CallMonitor(world.clock);
  observer.onWatch?.((most) => monitor.longest(most));
  const peers = new PeerAnswers(
    [...new Set(prepared.suite.graders.flatMap(peersOf))],
    plan.candidates.map(({ id }) => id),
  );
  const basis = {
    ...prepared,
    seed: plan.seed,
    candidates: plan.candidates.map(({ id, model }) => ({ id, modelId: model.id })),
  };
  const engine = createEngine(basis, options, world, {
    ...logs,
    budget,
    monitor,
    peers,
    onNote: (text) => observer.onNote?.(text),
  });
  // An output that can no longer be written is lost: calls in flight are cut off, none is paid for in vain.
  const broken = new AbortController();
  const inner: TrialControl = {
    signal: AbortSignal.any([control.signal, broken.signal]),
    stop: AbortSignal.any([control.stop, exhausted.signal, broken.signal]),
  };
  // Every call in flight listens for the end of the run: many listeners are no leak here.
  setMaxListeners(0, inner.signal, inner.stop);
  const doTrial = trialDoer(prepared, engine, finished, reuse, peers, (at) => stopEarly?.isStopped(at) ?? false);
  let ended = 0;
  const breakOff = (error: unknown): never => {
    broken.abort();
    throw error;
  };

  const laneOf = (candidate: Candidate, candidateAt: number): Lane => {
    const bound = Math.min(candidate.model.concurrency ?? settings.concurrency, settings.concurrency);
    return {
      id: candidate.id,
      // What waits for a retry or for its grades holds no slot: more in flight than slots keeps these busy.
      width: Math.max(8, 2 * bound),
      async step(step) {
        const place = { candidateAt, index: Math.floor(step / plan.repeats), repeat: (step % plan.repeats) + 1 };
        const result = await doTrial(place, inner).catch(breakOff);
        if (result === null) {
          stopEarly?.halt();
          if (budget?.reached) exhausted.abort();
          return;
        }
        ended += 1;
        if (result === "skipped") return;
        if (result !== "done before") observer.onResult?.(result);
        await stopEarly?.ended(candidateAt, step, result === "done before" ? null : result).catch(breakOff);
      },
    };
  };
  let failure: unknown = null;
  try {
    const maxLead = leadOf(settings.concurrency) * plan.repeats;
    await runLanes(plan.candidates.map(laneOf), {
      steps: plan.caseCount * plan.repeats,
      maxLead,
      signal: inner.stop,
      ...(stopEarly === null ? {} : { reach: () => stopEarly.reach }),
    });
  } catch (error) {
    failure = error;
  }
  const closed = await Promise.allSettled([
    logs.outputs.close(),
    logs.scores.close(),
    finished.close(),
    reuse?.close(),
  ]);
  for (const one of closed) if (one.status === "rejected") failure ??= one.reason;
  // A fault of ours is no full disk.
  if (failure !== null && codeOf(failure) === undefined) throw failure;
  if (failure !== null) return { kind: "log", reason: unwritable(failure) };
  // A signal that came when everything was done interrupted nothing.
  if (ended === plannedTrials(plan)) return null;
  if (control.stop.aborted) return { kind: "stopped", reason: "it was interrupted" };
  return budget?.reached ? { kind: "budget", reason: `the budget of $${budget.limitUsd} was reached` } : null;
}

/** What to say of a run folder that the system refuses to write. */
export function unwritable(error: unknown): string {
  const full = ["ENOSPC", "EDQUOT"].includes(codeOf(error) ?? "");
  const what = full ? "the disk is full: make room" : "mend that";
  return `the run folder could not be written (${messageOf(error)}); ${what}, then --resume does the rest`;
}

async function openLogs(folder: string): Promise<{ outputs: AppendLog; scores: AppendLog }> {
  const [outputs, scores] = await Promise.all([
    AppendLog.open(join(folder, FILES.outputs)),
    AppendLog.open(join(folder, FILES.scores)),
  ]);
  return { outputs, scores };
}
