/** What a caller may be told about a bucket. */
export interface BucketState {
  /** Units a minute. */
  readonly limit: number;
  /** Whole units that could be taken now. */
  readonly remaining: number;
  /** Milliseconds until it is full again, if nothing more is taken. */
  readonly fullInMs: number;
}

export interface TokenBucket {
  /** Milliseconds until `cost` could be taken; 0: now. */
  waitMs(cost: number, now: number): number;
  /** Takes without asking; what is missing becomes a debt. */
  take(cost: number, now: number): void;
  /** Gives back what was not used; negative: takes what was used beyond. */
  give(amount: number, now: number): void;
  state(now: number): BucketState;
}

// Sums of many small refills miss the whole number by a few 1e-12.
const ROUNDING = 1e-6;

/**
 * A bucket that starts full, holds `burstS` seconds of `perMinute` (at least one unit) and refills evenly. `now` in
 * milliseconds, never falling. A cost above what it holds passes when it is full, and leaves a debt: so the rate holds in
 * the long run and no caller is refused for ever.
 */
export function createTokenBucket(perMinute: number, burstS: number, now: number): TokenBucket {
  const perMs = perMinute / 60_000;
  const capacity = Math.max(1, perMs * 1000 * burstS);
  let level = capacity;
  let last = now;
  const refill = (at: number) => {
    level = Math.min(capacity, level + (at - last) * perMs);
    last = at;
  };
  return {
    waitMs(cost, at) {
      refill(at);
      const missing = Math.min(cost, capacity) - level;
      return missing <= ROUNDING ? 0 : missing / perMs;
    },
    take(cost, at) {
      refill(at);
      level -= cost;
    },
    give(amount, at) {
      refill(at);
      level = Math.min(capacity, level + amount);
    },
    state(at) {
      refill(at);
      return {
        limit: perMinute,
        remaining: Math.max(0, Math.floor(level + ROUNDING)),
        fullInMs: (capacity - level) / perMs,
      };
    },
  };
}
