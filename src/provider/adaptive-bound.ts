/** A call that has a slot. */
export interface Ticket {
  /** Of this bound's calls, from 1. */
  readonly number: number;
  /** Slots in use when it started, its own included. */
  readonly level: number;
  /** The pace or a pause held it up: what was in flight then says nothing about the number that is allowed. */
  readonly paced: boolean;
}

/**
 * What a refusal is about: more calls at once than allowed, more calls a minute than allowed; `known`: it belongs to
 * those in flight at the last cut, which has answered it already.
 */
export type Refusal = "concurrency" | "rate" | "known";

/** Where a new account begins: every provider's smallest tier takes as many. */
const FIRST_LEVEL = 8;
/** Successes from which the highest level among them says what is allowed. */
const ENOUGH_PROOFS = 20;
/** Round trips between two attempts to go beyond a refused level, at most: at any level a refusal in 64 calls or fewer. */
const LONGEST_PATIENCE = 64;

/**
 * How many calls may be in flight, when nobody says how many are allowed. Doubles per round trip until the first refusal,
 * then stays just below what was refused (a halving sawtooth would give away a quarter) and goes beyond it by one now and
 * then, half as often after each refusal, as CUBIC does (RFC 9438). Once that succeeds it goes on faster and faster.
 */
export class AdaptiveBound {
  readonly #most: number;
  #level: number;
  /** Before the first refusal: what is allowed is not known yet. */
  #rising = true;
  #busy = 0;
  #number = 0;
  #lastCut = 0;
  /** The highest level at which a call lately succeeded. */
  #proven = 0;
  /** Successes among what started since the last refusal. */
  #proofs = 0;
  /** Successes at the full level since it last changed, and how many of them the next raise needs. */
  #successes = 0;
  #patience = 0;
  #backoff = 0;
  #step = 1;
  /** Calls in flight at the first refusal, without those of them that were refused; 0: over. */
  #overshot = 0;

  /** @param most the level never exceeds it; at least 1 */
  constructor(most: number) {
    this.#most = most;
    this.#level = Math.min(most, FIRST_LEVEL);
  }

  get level(): number {
    return this.#level;
  }

  /** Whether a level was refused once: what is above the present one is then only tried out. */
  get isKnown(): boolean {
    return !this.#rising;
  }

  start(paced: boolean): Ticket {
    this.#busy += 1;
    this.#number += 1;
    return { number: this.#number, level: this.#busy, paced };
  }

  /** The slot is free again. */
  end(): void {
    this.#busy -= 1;
  }

  succeed({ level, number }: Ticket): void {
    // A refused call counts as in flight until we hear of it: what started beside it stood higher in our count than in theirs.
    if (number > this.#lastCut) {
      this.#proven = Math.max(this.#proven, level);
      this.#proofs += 1;
    }
    if (this.#rising) {
      // A level that is not used proves nothing for a higher one.
      if (2 * this.#busy > this.#level) this.#level = Math.min(this.#most, this.#level + 1);
      return;
    }
    if (level < this.#level || number <= this.#lastCut || this.#level >= this.#most) return;
    this.#successes += 1;
    if (this.#successes < this.#patience) return;
    // The last raise held for a round trip: what was refused once is allowed now.
    if (this.#step > 1) this.#backoff = 0;
    this.#level = Math.min(this.#most, this.#level + this.#step);
    this.#step *= 2;
    this.#patience = this.#level;
    this.#successes = 0;
  }

  /** Refusals turned out to have nothing to do with the level: what they seemed to say is not known. */
  forget(): void {
    this.#rising = true;
    this.#backoff = 0;
  }

  refuse({ level, number, paced }: Ticket): Refusal {
    if (number <= this.#lastCut) {
      // How far a rise went too far is known when all of it has come back.
      if (this.#overshot > 0) this.#level = Math.max(1, Math.min(this.#level, --this.#overshot));
      return "known";
    }
    this.#overshot = 0;
    this.#lastCut = this.#number;
    const proven = this.#proven;
    const isTold = this.#rising ? !paced : this.#proofs >= Math.min(ENOUGH_PROOFS, this.#level - 1);
    if (isTold && !this.#rising) {
      // Fewer may be allowed now than were: what has succeeded is to be shown again.
      this.#proven = 0;
      this.#proofs = 0;
    }
    // As many have succeeded at once, or hardly any have since the last refusal: it is not their number.
    if (!isTold || level <= Math.max(1, proven)) return "rate";
    this.#overshot = this.#busy - 1;
    this.#level = Math.min(this.#level, level - 1);
    this.#rising = false;
    this.#backoff = Math.min(LONGEST_PATIENCE * this.#level, Math.max(this.#level, 2 * this.#backoff));
    this.#patience = this.#backoff;
    this.#successes = 0;
    this.#step = 1;
    return "concurrency";
  }
}
