/** A new rate stays just below what was lately accepted. */
const GENTLE = 0.95;
/** Refusals below this share are no reason to go slower: finding out costs as many. */
const BEARABLE_SHARE = 0.005;
/** A rate is measured over at least this time, and changed no more often; milliseconds. */
const SHORTEST_SAMPLE_MS = 1000;
/** A rate is trusted for as long as it was measured, twice as long each time it is confirmed, up to this time or so many
 * calls: then it is exceeded, slowly at first. A refusal in a hundred calls is what finding out may cost. */
const LONGEST_TRUST_MS = 10_000;
const LONGEST_TRUST_CALLS = 60;
/** The share of refused calls is that since the last change, or of this time where that is longer ago. */
const LONGEST_SAMPLE_MS = 30_000;
/** From so many calls, or refusals, a share is not mere chance. */
const ENOUGH_CALLS = 10;
const ENOUGH_REFUSALS = 5;
/** Timers are late: what was missed in this time may be made up for. */
const SLACK_MS = 50;
/** Never slower than a call a minute: what waits for its turn gets it. */
const SLOWEST_PER_MS = 1 / 60_000;

/** What had been counted at a time. */
interface Mark {
  readonly at: number;
  readonly started: number;
  readonly refused: number;
}

interface Pace {
  /** The accepted rate, calls a millisecond. */
  readonly perMs: number;
  readonly setAt: number;
  /** Where its curve begins: later than it was set by the pauses since. */
  readonly since: number;
  readonly trustMs: number;
  /** What was accepted before it on average, pauses included; 0: not known. */
  readonly averagePerMs: number;
  /** Share that was refused before it. */
  readonly refusedShare: number;
}

/**
 * How many calls may start a second, when nobody says how many are allowed: no bound until calls are refused for their
 * rate, then just below the accepted rate, and from there along CUBIC's curve (RFC 9438) through that rate and beyond it.
 * Times are milliseconds on a monotonic clock.
 */
export class Pacer {
  #pace: Pace | null = null;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** When the next call may start, by the pace. */
  #next = Number.NEGATIVE_INFINITY;
  #started = 0;
  #refused = 0;
  /** Where the counts above stood: at the last change, or later. */
  #mark: Mark | null = null;
  #later: Mark | null = null;
  #inVain = 0;
  #unrelated: { readonly share: number; readonly until: number; readonly since: Mark } | null = null;

  /** Milliseconds until a call may start; 0: now. */
  delay(now: number): number {
    return Math.max(0, this.#pausedUntil - now, this.#pace === null ? 0 : this.#next - now);
  }

  /** Until when all calls wait because the provider said so; in the past: they do not. */
  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  /** Calls a second at present; null: not bounded. */
  rate(now: number): number | null {
    return this.#pace === null ? null : 1000 * at(this.#pace, now);
  }

  start(now: number): void {
    this.#started += 1;
    const here = () => ({ at: now, started: this.#started - 1, refused: this.#refused });
    this.#mark ??= here();
    this.#later ??= here();
    if (now - this.#later.at > LONGEST_SAMPLE_MS / 2 && this.#started - this.#later.started > ENOUGH_CALLS) {
      this.#mark = this.#later;
      this.#later = here();
    }
    if (this.#pace !== null)
      this.#next = Math.max(this.#next, now - SLACK_MS, this.#pausedUntil) + 1 / at(this.#pace, now);
  }

  /** No call may start until then. The pace stands still meanwhile: what it would have grown to was never tried. */
  pause(until: number, now: number): void {
    const moreMs = Math.max(0, until - Math.max(now, this.#pausedUntil));
    if (this.#pace !== null) this.#pace = { ...this.#pace, since: this.#pace.since + moreMs };
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.#next = Math.max(this.#next, until);
  }

  /**
   * A call was refused, for whatever reason: it is none of the accepted ones. False: refusals were found to be unrelated
   * to how much we ask for, and so is this one, unless they get more.
   */
  count(now: number): boolean {
    this.#refused += 1;
    if (this.#unrelated === null) return true;
    const { refused, share } = this.#sample(this.#unrelated.since, now);
    const isMore = refused >= ENOUGH_REFUSALS && share > 2 * this.#unrelated.share;
    if (now >= this.#unrelated.until || isMore) this.#unrelated = null;
    return this.#unrelated === null;
  }

  /** A call was refused for the rate (counted already); `wasPaced`: it had waited for the pace. */
  slow(now: number, wasPaced: boolean): void {
    const [mark, pace] = [this.#mark, this.#pace];
    if (mark === null || (pace !== null && now - pace.setAt < SHORTEST_SAMPLE_MS)) return;
    const { started, refused, share: refusedShare, sampleMs } = this.#sample(mark, now);
    if (refusedShare < BEARABLE_SHARE || (started < ENOUGH_CALLS && refused < ENOUGH_REFUSALS)) return;
    // The sample began with a refusal, and between so many calls and one more lie as many intervals.
    const tried = (started + 1) / sampleMs;
    this.#inVain = pace !== null && isInVain(pace, refusedShare, tried) ? this.#inVain + refused : 0;
    if (this.#inVain >= ENOUGH_REFUSALS) {
      this.#inVain = 0;
      this.#pace = null;
      this.#unrelated = {
        share: refusedShare,
        until: now + LONGEST_SAMPLE_MS,
        since: { at: now, started: this.#started, refused: this.#refused },
      };
      return;
    }
    // A pace that held no call up is not what was tried.
    const accepted =
      (1 - refusedShare) * (pace === null ? tried : wasPaced ? at(pace, now) : Math.min(tried, at(pace, now)));
    const least = pace === null ? SLOWEST_PER_MS : Math.max(SLOWEST_PER_MS, at(pace, now) / 2);
    const perMs = Math.max(accepted, least);
    const isConfirmed = pace !== null && Math.abs(perMs - pace.perMs) < 2 * (1 - GENTLE) * pace.perMs;
    const trustMs = Math.max(sampleMs, isConfirmed ? 2 * pace.trustMs : 0);
    const longestMs = Math.max(LONGEST_TRUST_MS, LONGEST_TRUST_CALLS / perMs);
    this.#pace = {
      perMs,
      setAt: now,
      since: now,
      trustMs: Math.min(longestMs, trustMs),
      // The first sample holds what may come at once: it shows more than is allowed in the long run.
      averagePerMs: pace === null ? 0 : (1 - refusedShare) * tried,
      refusedShare,
    };
    // Nothing is left of what may come at once: it has just been refused.
    this.#next = now + 1 / at(this.#pace, now);
    this.#mark = this.#later = { at: now, started: this.#started, refused: this.#refused };
  }

  #sample(mark: Mark, now: number) {
    const sampleMs = Math.max(SHORTEST_SAMPLE_MS, now - mark.at);
    const started = this.#started - mark.started;
    const refused = this.#refused - mark.refused;
    return { sampleMs, started, refused, share: Math.min(1, refused / Math.max(1, started)) };
  }
}

/** Calls a millisecond: `GENTLE` of the accepted rate at first, all of it after `trustMs`, as much above it after twice that. */
function at({ perMs, since, trustMs }: Pace, now: number): number {
  return perMs * (1 - (1 - GENTLE) * (1 - Math.max(0, now - since) / trustMs) ** 3);
}

/**
 * Whether as many are refused as before although hardly more is asked for than was accepted: such refusals have nothing to
 * do with us (a provider that others overload, a fault), and slowing down for them would never end.
 */
function isInVain({ averagePerMs, refusedShare }: Pace, share: number, triedPerMs: number): boolean {
  const expected = Math.max(0, 1 - averagePerMs / triedPerMs);
  // Who refuses half of what comes means it, whatever it is about.
  return share < 0.5 && share > Math.max(refusedShare / 2, 2 * expected, 2 * BEARABLE_SHARE);
}
