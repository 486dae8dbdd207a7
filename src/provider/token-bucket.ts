import type { Clock } from "../base/clock.ts";

/**
 * A bucket that refills evenly: `perMinute` units a minute, at most a second's worth (or one request) saved up.
 * First come, first served. An estimate can be settled later against what was really used.
 */
export class TokenBucket {
  readonly #ratePerMs: number;
  readonly #capacity: number;
  readonly #clock: Clock;
  #level: number;
  #at: number;
  #tail: Promise<void> = Promise.resolve();

  constructor(perMinute: number, clock: Clock) {
    this.#ratePerMs = perMinute / 60_000;
    this.#capacity = Math.max(1, perMinute / 60);
    this.#clock = clock;
    this.#level = this.#capacity;
    this.#at = clock.monotonic();
  }

  /** Waits until `units` are there, then takes them. More than the bucket holds is let through once it is full. */
  take(units: number, signal: AbortSignal): Promise<void> {
    const turn = this.#tail.then(async () => {
      for (;;) {
        if (signal.aborted) return;
        this.#refill();
        const needed = Math.min(units, this.#capacity);
        if (this.#level >= needed - 1e-9) break;
        await this.#clock.sleep(Math.ceil((needed - this.#level) / this.#ratePerMs), signal);
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
