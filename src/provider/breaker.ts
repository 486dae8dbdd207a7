/** Failures in a row, without a success in between, that stop the calls: and for at least this long, milliseconds. */
const FAILURES = 10;
const SPAN_MS = 3000;
/** Waits between single probes. */
const FIRST_PROBE_MS = 1000;
const LONGEST_PROBE_MS = 30_000;

/** What a call may do: go, wait, or give up because the provider has been down for too long. */
export type Passage = "go" | "wait" | "give up";

/**
 * Keeps calls from a provider that is down: after many failures in a row only single probes go through, at growing
 * intervals, until one succeeds. Times are milliseconds on a monotonic clock.
 */
export class Breaker {
  readonly #patienceMs: number;
  readonly #onChange: (open: boolean) => void;
  #failures = 0;
  #firstFailureAt = 0;
  #openedAt: number | null = null;
  #nextProbeAt = 0;
  #probeMs = FIRST_PROBE_MS;

  /** @param patienceMs calls wait for the provider no longer than this, from when it was found to be down */
  constructor(patienceMs: number, onChange: (open: boolean) => void) {
    this.#patienceMs = patienceMs;
    this.#onChange = onChange;
  }

  /** `go` counts as a probe while it is open: the next one is due later. */
  ask(now: number): Passage {
    if (this.#openedAt === null) return "go";
    if (now >= this.#nextProbeAt) {
      this.#nextProbeAt = now + this.#probeMs;
      this.#probeMs = Math.min(LONGEST_PROBE_MS, 2 * this.#probeMs);
      return "go";
    }
    return now - this.#openedAt >= this.#patienceMs ? "give up" : "wait";
  }

  /** Until when nothing is tried; null: it is closed. */
  get nextProbeAt(): number | null {
    return this.#openedAt === null ? null : this.#nextProbeAt;
  }

  succeed(): void {
    this.#failures = 0;
    if (this.#openedAt === null) return;
    this.#openedAt = null;
    this.#onChange(false);
  }

  fail(now: number): void {
    if (this.#failures === 0) this.#firstFailureAt = now;
    this.#failures += 1;
    if (this.#openedAt !== null || this.#failures < FAILURES || now - this.#firstFailureAt < SPAN_MS) return;
    this.#openedAt = now;
    this.#probeMs = 2 * FIRST_PROBE_MS;
    this.#nextProbeAt = now + FIRST_PROBE_MS;
    this.#onChange(true);
  }
}
