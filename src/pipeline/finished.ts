import { judgeSpent } from "../base/judge-spent.ts";
import type { Case } from "../domain/case.ts";
import type { Output } from "../domain/output.ts";
import type { Candidate } from "../domain/suite.ts";
import { OutputStore } from "../log/output-store.ts";
import { readOutputBlocks, readScoreBlocks } from "../log/read-log.ts";
import { TrialIndex } from "../measure/trial-index.ts";
import { trialFingerprint } from "../plan/fingerprint.ts";
import { trialId } from "../plan/plan.ts";
import { caseReader } from "./do-trial.ts";
import type { PreparedRun } from "./prepare.ts";

/** What is left to do of a trial. */
export type TrialState = "to call" | "to grade" | "done";

/** What earlier starts of a run have left. */
export interface Finished {
  /** Trials with an output and all their scores. */
  readonly done: number;
  /** What the run has spent so far, as far as it is known, USD. */
  readonly spentUsd: number;
  /** @param slot (case × candidates + candidate) × repeats + repeat − 1 */
  stateOf(slot: number): TrialState;
  /** The output of a trial that is still to grade. */
  outputOf(slot: number): Promise<Output>;
  close(): Promise<void>;
}

export const NOTHING_FINISHED: Finished = {
  done: 0,
  spentUsd: 0,
  stateOf: () => "to call",
  outputOf: () => Promise.reject(new Error("nothing is finished")),
  close: () => Promise.resolve(),
};

/** A trial that was called with another request than it would be now. */
export class ChangedTrial extends Error {}

/**
 * Reads what is there, a line at a time, into numbers by trial: no text is held. Errored trials are not finished: they
 * are called again. Of an output whose scores are not all there (a crash between the two) only the scores are missing.
 * @param caseIds in run order
 * @param onRead is told now and then how many outputs were read
 * @throws ChangedTrial where a request is another now
 */
export async function readFinished(
  folder: string,
  prepared: PreparedRun,
  caseIds: readonly string[],
  onRead: (outputs: number) => void = () => {},
): Promise<Finished> {
  const { plan, graders } = prepared;
  const perCase = plan.candidates.length * plan.repeats;
  const count = plan.caseCount * perCase;
  const index = new TrialIndex(
    caseIds,
    plan.candidates.flatMap(({ id }) => Array.from({ length: plan.repeats }, (_, i) => trialId("", id, i + 1))),
  );
  const caseAt = caseReader(prepared);
  const answered = new Uint8Array(count);
  const wanted = new Uint16Array(count);
  const offsets = new Float64Array(count);
  const lengths = new Uint32Array(count);
  let spentUsd = 0;
  let read = 0;
  for await (const block of readOutputBlocks(folder)) {
    for (const { record, place } of block) {
      if (!record.cached) spentUsd += record.costUsd ?? 0;
      const slot = index.slotOf(record.trial);
      if (slot < 0) continue;
      answered[slot] = record.status === "ok" ? 1 : 0;
      if (record.status !== "ok") continue;
      const testCase = caseAt(Math.floor(slot / perCase));
      const candidate = plan.candidates[Math.floor((slot % perCase) / plan.repeats)];
      if (fingerprintNow(prepared, candidate, testCase, record.repeat) !== record.fingerprint)
        throw new ChangedTrial(record.trial);
      wanted[slot] = graders.filter((grader) => grader.appliesTo(testCase)).length;
      offsets[slot] = place.offset;
      lengths[slot] = place.bytes;
    }
    read += block.length;
    onRead(read);
  }
  // A trial may be graded twice by one grader: after a crash that left some of its scores.
  const scored = new Map(graders.map(({ id }) => [id, new Uint8Array(count)]));
  for await (const block of readScoreBlocks(folder))
    for (const { record } of block) {
      spentUsd += judgeSpent(record).usd ?? 0;
      const slot = index.slotOf(record.trial);
      const column = scored.get(record.grader);
      if (slot < 0 || column === undefined || column[slot] === 1) continue;
      column[slot] = 1;
      if ((wanted[slot] ?? 0) > 0) wanted[slot] = (wanted[slot] ?? 0) - 1;
    }
  let done = 0;
  for (let slot = 0; slot < count; slot++) if (answered[slot] === 1 && wanted[slot] === 0) done += 1;
  const store = new OutputStore(folder);
  return {
    done,
    spentUsd,
    stateOf: (slot) => (answered[slot] !== 1 ? "to call" : wanted[slot] === 0 ? "done" : "to grade"),
    outputOf: (slot) => store.read({ offset: offsets[slot] ?? 0, bytes: lengths[slot] ?? 0 }),
    close: () => store.close(),
  };
}

/** null: it cannot even be rendered any more. */
function fingerprintNow(
  { renderers, modelDigests }: PreparedRun,
  candidate: Candidate | undefined,
  testCase: Case,
  repeat: number,
): string | null {
  try {
    const request = candidate && renderers.get(candidate.id)?.render(testCase);
    return request ? trialFingerprint(modelDigests.get(candidate.model.id) ?? "", request, repeat) : null;
  } catch {
    return null;
  }
}
