import { type Clock, timestamp } from "../base/clock.ts";
import { sha256 } from "../base/digest.ts";
import { messageOf } from "../base/errors.ts";
import { isNoResult } from "../base/is-no-result.ts";
import type { Asking, GradeContext } from "../domain/grader.ts";
import type { Json } from "../domain/json.ts";
import type { CallError, Output, Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { Trial } from "../domain/request.ts";
import type { Outcome, Score } from "../domain/score.ts";
import { outcomeOf } from "./outcome.ts";
import type { TrialGrader } from "./trial-grader.ts";

/** What grading has to know of a trial. */
export type GradedTrial = Pick<Trial, "id" | "case" | "index" | "candidate" | "repeat">;

/** What a trial needs: passed in by the pipeline, and by a worker of the cluster alike. */
export interface TrialEngine {
  readonly clock: Clock;
  readonly seed: number;
  readonly providerOf: (candidate: string) => Provider;
  readonly graders: readonly TrialGrader[];
  /** Resolves when the line is on disk. */
  readonly writeOutput: (output: Output) => Promise<void>;
  readonly writeScores: (scores: readonly Score[]) => Promise<void>;
  /** What graders of a trial may ask of judges, embedding models and other candidates. */
  readonly askingFor: (trial: GradedTrial, control: TrialControl) => Asking;
}

export interface TrialControl {
  /** Aborts what is under way. */
  readonly signal: AbortSignal;
  /** Aborts when no new call may start. */
  readonly stop: AbortSignal;
}

export interface TrialResult {
  readonly trial: GradedTrial;
  readonly output: Output;
  readonly scores: readonly Score[];
  readonly outcome: Outcome;
}

/** Provider, then graders, for one trial; null: stopped before there was a result. Rejects only when the log cannot be written. */
export async function runTrial(trial: Trial, engine: TrialEngine, control: TrialControl): Promise<TrialResult | null> {
  const startedAt = timestamp(engine.clock.now());
  const { promise: written, resolve: settle } = deferred();
  try {
    const reply = await engine.providerOf(trial.candidate).call(trial.request, {
      case: trial.case,
      repeat: trial.repeat,
      seed: engine.seed,
      fingerprint: trial.fingerprint,
      written,
      ...control,
    });
    // A call that a stop cut short, or that the budget refused, is no result: the trial is still to be done. What its
    // attempts before that are known to have cost is spent all the same: its line says so, and nothing else counts of it.
    const isCut = reply.status === "error" && isNoResult(reply.error);
    if (isCut && (reply.costUsd === null || reply.costUsd === 0)) return null;
    // Here and wherever a trial passes: members behind a spread cost V8 many times those before it.
    const output: Output = {
      trial: trial.id,
      fingerprint: trial.fingerprint,
      caseId: trial.case.id,
      candidate: trial.candidate,
      repeat: trial.repeat,
      startedAt,
      finishedAt: timestamp(engine.clock.now()),
      ...reply,
    };
    await engine.writeOutput(output);
    settle();
    if (isCut) return null;
    return await gradeOutput(trial, output, engine, control);
  } finally {
    settle();
  }
}

/** A trial that could not even be sent: its own fault is its output. */
export async function failTrial(
  trial: Omit<Trial, "request" | "fingerprint">,
  error: CallError,
  engine: TrialEngine,
): Promise<TrialResult> {
  const at = timestamp(engine.clock.now());
  const output: Output = {
    status: "error",
    error,
    usage: {
      inputTokens: null,
      outputTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
    },
    costUsd: null,
    queueMs: 0,
    cached: false,
    attempts: [],
    trial: trial.id,
    fingerprint: "",
    caseId: trial.case.id,
    candidate: trial.candidate,
    repeat: trial.repeat,
    startedAt: at,
    finishedAt: at,
  };
  await engine.writeOutput(output);
  return { trial, output, scores: [], outcome: "errored" };
}

/**
 * Grades what is on disk already: after a crash between output and scores, or with new graders. null: a stop kept a
 * judge from being asked; nothing is written and the trial is still to be graded.
 */
export async function gradeOutput(
  trial: GradedTrial,
  output: Output,
  engine: TrialEngine,
  control: TrialControl,
): Promise<TrialResult | null> {
  if (output.status === "error") return { trial, output, scores: [], outcome: "errored" };
  const scores: Score[] = [];
  let stopped = false;
  const noting = (reply: Reply) => {
    stopped ||= reply.status === "error" && isNoResult(reply.error);
    return reply;
  };
  const given = engine.askingFor(trial, control);
  const asking: Asking = {
    abilitiesOf: given.abilitiesOf,
    ask: async (...question) => noting(await given.ask(...question)),
    embed: async (...question) => noting(await given.embed(...question)),
    async answerOf(candidate) {
      const peer = await given.answerOf(candidate);
      stopped ||= peer.status === "none" && peer.stopped === true;
      return peer;
    },
  };
  for (const grader of engine.graders) {
    if (!grader.appliesTo(trial.case)) continue;
    const score = await scoreOf(trial, output, grader, asking, control.signal);
    // What was cut off in the middle of its work (a judge, a program) has not judged.
    if (stopped || (score.status === "ungraded" && control.signal.aborted)) {
      // What judges before it have cost is spent: their scores say so, and the trial is still to be graded.
      if (scores.some(({ costUsd, judge }) => costUsd !== null && judge?.cached === false)) {
        await engine.writeScores(scores);
      }
      return null;
    }
    scores.push(score);
  }
  await engine.writeScores(scores);
  return { trial, output, scores, outcome: outcomeOf(scores, engine.graders) };
}

async function scoreOf(
  trial: GradedTrial,
  output: Output & { status: "ok" },
  grader: TrialGrader,
  asking: Asking,
  signal: AbortSignal,
): Promise<Score> {
  const facts = {
    trial: trial.id,
    fingerprint: scoreFingerprint(trial, output, grader),
    grader: grader.id,
    severity: grader.severity ?? trial.case.severity,
  };
  try {
    const context: GradeContext = {
      case: trial.case,
      expected: grader.expectedOf(trial.case),
      candidate: trial.candidate,
      repeat: trial.repeat,
      answer: output.answer,
      usage: output.usage,
      latencyMs: output.latencyMs,
      costUsd: output.costUsd,
      signal,
      ...asking,
    };
    const pending = grader.grade(output.answer.text, context);
    // Most graders answer at once: no turn of the event loop for them.
    const { grade, extracted } = pending instanceof Promise ? await pending : pending;
    const { costUsd = null, judge = null, parts, ...rest } = grade;
    // JSON has no NaN: its line could not be read again.
    if (rest.status === "scored" && !(rest.score >= 0 && rest.score <= 1)) {
      const reason = `the score ${rest.score} is not between 0 and 1`;
      return { ...facts, status: "ungraded", reason, extracted, costUsd, judge };
    }
    const score: Score = { extracted, costUsd, judge, ...facts, ...rest };
    return parts === undefined ? score : { ...score, parts: parts as Json };
  } catch (error) {
    return { ...facts, status: "ungraded", reason: messageOf(error), extracted: null, costUsd: null, judge: null };
  }
}

/** Over all that the grader may look at: two answers to one request have two fingerprints. */
function scoreFingerprint(trial: GradedTrial, output: Output & { status: "ok" }, grader: TrialGrader): string {
  const { fingerprint, answer, usage, latencyMs, costUsd } = output;
  const seen = JSON.stringify([fingerprint, answer, usage, latencyMs, costUsd]);
  return `sha256:${sha256(`${grader.digest}\n${trial.case.digest}\n${seen}`)}`;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
