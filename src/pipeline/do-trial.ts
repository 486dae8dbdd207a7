import { UserError } from "../base/errors.ts";
import type { Case } from "../domain/case.ts";
import type { ModelRequest, Trial } from "../domain/request.ts";
import type { Candidate } from "../domain/suite.ts";
import { trialFingerprint } from "../plan/fingerprint.ts";
import { trialId } from "../plan/plan.ts";
import { RenderError } from "../plan/render.ts";
import {
  failTrial,
  gradeOutput,
  runTrial,
  type TrialControl,
  type TrialEngine,
  type TrialResult,
} from "../trial/run-trial.ts";
import type { Finished, TrialState } from "./finished.ts";
import type { PeerAnswers } from "./peer-answers.ts";
import type { PreparedRun } from "./prepare.ts";
import type { Reuse } from "./reuse.ts";

export interface TrialPlace {
  /** Position among the candidates. */
  readonly candidateAt: number;
  /** Position of the case in run order. */
  readonly index: number;
  /** From 1. */
  readonly repeat: number;
}

/**
 * Does one trial, or what is left of it to do. `null`: stopped before there was a result; `skipped`: its candidate need
 * not go on.
 */
export type DoTrial = (
  place: TrialPlace,
  control: TrialControl,
) => Promise<TrialResult | "done before" | "skipped" | null>;

/**
 * @param reuse an earlier run whose outputs are taken instead of calls
 * @param isStopped of a candidate by its position
 */
export function trialDoer(
  prepared: PreparedRun,
  engine: TrialEngine,
  finished: Finished,
  reuse: Reuse | null,
  peers: PeerAnswers,
  isStopped: (candidateAt: number) => boolean = () => false,
): DoTrial {
  const { plan } = prepared;
  const caseAt = caseReader(prepared);
  return async ({ candidateAt, index, repeat }, control) => {
    const slot = (index * plan.candidates.length + candidateAt) * plan.repeats + repeat - 1;
    const state = finished.stateOf(slot);
    // Without peers nothing is read of what is done: resuming a long run is quick.
    if (state === "done" && !peers.needed) return "done before";
    const skipped = isStopped(candidateAt);
    if (skipped && !peers.needed) return "skipped";
    const candidate = plan.candidates[candidateAt];
    if (candidate === undefined) throw new RangeError(`no candidate ${candidateAt}`);
    const testCase = caseAt(index);
    const identity = {
      id: trialId(testCase.id, candidate.id, repeat),
      case: testCase,
      index,
      candidate: candidate.id,
      repeat,
    };
    const place = { caseId: testCase.id, repeat };
    if (skipped) {
      peers.leave(place, candidate.id);
      return "skipped";
    }
    if (state !== "to call") peers.putLazily(place, candidate.id, () => finished.outputOf(slot));
    try {
      return state === "done" ? "done before" : await finish(state, slot, candidate, identity, control);
    } finally {
      peers.leave(place, candidate.id);
    }
  };

  async function finish(
    state: TrialState,
    slot: number,
    candidate: Candidate,
    identity: Omit<Trial, "request" | "fingerprint">,
    control: TrialControl,
  ): Promise<TrialResult | null> {
    const testCase = identity.case;
    const request = render(prepared, candidate, testCase);
    if (request instanceof RenderError) {
      const message = `${request.path}: ${request.message}`;
      return failTrial(identity, { kind: "invalid_request", message, httpStatus: null, retryable: false }, engine);
    }
    const model = prepared.modelDigests.get(candidate.model.id) ?? "";
    const fingerprint = trialFingerprint(model, request, identity.repeat);
    const trial: Trial = { request, fingerprint, ...identity };
    if (state === "to grade") return gradeOutput(trial, await finished.outputOf(slot), engine, control);
    const taken = control.stop.aborted ? null : ((await reuse?.take(trial)) ?? null);
    if (taken === null) return runTrial(trial, engine, control);
    await engine.writeOutput(taken);
    return gradeOutput(trial, taken, engine, control);
  }
}

function render({ renderers }: PreparedRun, candidate: Candidate, testCase: Case): ModelRequest | RenderError {
  const renderer = renderers.get(candidate.id);
  if (renderer === undefined) throw new UserError("unknown_candidate", `no candidate "${candidate.id}" was prepared`);
  try {
    return renderer.render(testCase);
  } catch (error) {
    if (error instanceof RenderError) return error;
    throw error;
  }
}

/** Cases by their position in the run; the last ones are kept, because all candidates see a case at about the same time. */
export function caseReader({ dataset, plan }: PreparedRun, keep = 512): (index: number) => Case {
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
