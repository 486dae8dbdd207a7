import { isNoResult } from "../base/is-no-result.ts";
import type { PeerAnswer } from "../domain/grader.ts";
import type { Output } from "../domain/output.ts";

/** One case and repeat, of which answers are compared. */
interface Round {
  readonly answers: Map<string, Slot>;
  /** Candidates that are not through with it. */
  open: number;
}

type Said = PeerAnswer | (() => Promise<PeerAnswer>);

interface Slot {
  readonly answer: () => Promise<PeerAnswer>;
  /** Only the first one counts. */
  readonly settle: (said: Said) => void;
}

type Place = Pick<Output, "caseId" | "repeat">;

/**
 * Answers of the candidates that others are compared with, for graders that wait for them. An answer is held until
 * every candidate is through with its case: as the lead of a lane is bounded, so is what is held. Nobody waits for
 * ever: an answer is put here before it is graded, so the lane that is behind can always go on.
 */
export class PeerAnswers {
  readonly #peers: ReadonlySet<string>;
  readonly #candidates: ReadonlySet<string>;
  readonly #rounds = new Map<string, Round>();

  /** @param peers those that are looked at @param candidates all of the run */
  constructor(peers: readonly string[], candidates: readonly string[]) {
    this.#peers = new Set(peers);
    this.#candidates = new Set(candidates);
  }

  /** false: nobody is compared with anybody, and nothing is held. */
  get needed(): boolean {
    return this.#peers.size > 0;
  }

  put(output: Output): void {
    if (this.#peers.has(output.candidate)) this.#slot(output, output.candidate).settle(peerAnswer(output));
  }

  /** The same for an answer that is on disk already: read when it is asked for. */
  putLazily(place: Place, candidate: string, read: () => Promise<Output>): void {
    if (!this.#peers.has(candidate)) return;
    const unreadable: PeerAnswer = { status: "none", reason: `the answer of ${candidate} cannot be read` };
    this.#slot(place, candidate).settle(() => read().then(peerAnswer, () => unreadable));
  }

  /** A candidate is through with a case, whichever way it went. */
  leave(place: Place, candidate: string): void {
    if (!this.needed) return;
    const round = this.#round(place);
    const nothing: PeerAnswer = { status: "none", reason: `${candidate} has no answer`, stopped: true };
    if (this.#peers.has(candidate)) this.#slot(place, candidate).settle(nothing);
    round.open -= 1;
    if (round.open === 0) this.#rounds.delete(keyOf(place));
  }

  /** Waits until it is there, or until the run is stopped. Never rejects. */
  answerOf(candidate: string, place: Place, stop: AbortSignal): Promise<PeerAnswer> {
    if (!this.#candidates.has(candidate)) {
      return Promise.resolve({ status: "none", reason: `the candidate ${candidate} is not in this run` });
    }
    const answer = this.#slot(place, candidate).answer();
    return new Promise((resolve) => {
      const onStop = () => resolve({ status: "none", reason: "the run was stopped", stopped: true });
      answer.then((said) => {
        stop.removeEventListener("abort", onStop);
        resolve(said);
      });
      // An answer that is there counts although the run is being stopped.
      if (stop.aborted) setImmediate(onStop);
      else stop.addEventListener("abort", onStop, { once: true });
    });
  }

  #round(place: Place): Round {
    const key = keyOf(place);
    const known = this.#rounds.get(key);
    if (known !== undefined) return known;
    const round = { answers: new Map<string, Slot>(), open: this.#candidates.size };
    this.#rounds.set(key, round);
    return round;
  }

  #slot(place: Place, candidate: string): Slot {
    const { answers } = this.#round(place);
    const slot = answers.get(candidate) ?? createSlot();
    answers.set(candidate, slot);
    return slot;
  }
}

function createSlot(): Slot {
  let settle: (said: Said) => void = () => {};
  const held = new Promise<Said>((resolve) => {
    settle = resolve;
  });
  let read: Promise<PeerAnswer> | null = null;
  return {
    // Read once, and only when somebody asks.
    answer() {
      read ??= held.then((said) => (typeof said === "function" ? said() : said));
      return read;
    },
    settle: (said) => settle(said),
  };
}

function keyOf({ caseId, repeat }: Place): string {
  return `${repeat}/${caseId}`;
}

function peerAnswer(output: Output): PeerAnswer {
  if (output.status === "ok") return { status: "ok", answer: output.answer };
  const { kind, message } = output.error;
  const reason = `${output.candidate} errored: ${kind}: ${message}`;
  return { status: "none", reason, ...(isNoResult(output.error) ? { stopped: true } : {}) };
}
