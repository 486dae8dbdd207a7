import type { Clock } from "../base/clock.ts";

/** What is given back in the meantime ends a wait early: nobody sleeps longer than this at a stretch. */
const LONGEST_SLEEP_MS = 250;

/**
 * A bucket that refills evenly: at most `perMinute` units in any minute, of which a second's worth (or one) may come
 * at once. First come, first served. An estimate can be settled later against what was really used.
 */
export class TokenBucket {
  readonly #ratePerMs: number;
  readonly #capacity: number;
  readonly #clock: Clock;
  #level: number;
  #at: number;
  #tail: Promise<void> = Promise.resolve();

  constructor(perMinute: number, clock: Clock) {
    this.#capacity = Math.max(1, perMinute / 60);
    // A minute that begins with a full bucket has that too: with it, it must not exceed the bound.
    this.#ratePerMs = (perMinute - this.#capacity + 1) / 60_000;
    this.#clock = clock;
    this.#level = this.#capacity;
    this.#at = clock.monotonic();
  }

  /**
   * Waits until `units` are there, then takes them. More than the bucket holds is let through once it is full, and
   * owed. A stop ends the wait; nothing is taken then.
   */
  take(units: number, signal: AbortSignal): Promise<void> {
    const turn = this.#tail.then(async () => {
      const needed = Math.min(units, this.#capacity);
      for (;;) {
        if (signal.aborted) return;
        this.#refill();
        if (this.#level >= needed - 1e-9) break;
        const waitMs = Math.ceil((needed - this.#level) / this.#ratePerMs);
        await this.#clock.sleep(Math.min(waitMs, LONGEST_SLEEP_MS), signal);
      }
      this.#level -= units;
    });
    this.#tail = turn;
    return turn;
  }

  /** Gives back (positive) or takes (negative) the difference between an estimate and the truth. */
  adjust(units: number): void {
    this.#refill();
    this.#level = Math.min(this.#capacity, this.#level + units);
  }

  #refill(): void {
    const now = this.#clock.monotonic();
    this.#level = Math.min(this.#capacity, this.#level + (now - this.#at) * this.#ratePerMs);
    this.#at = now;
  }
}
