import { type BucketState, createTokenBucket } from "./token-bucket.ts";

/** What a refused call says about when to come back, beside its status. */
export const LIMIT_HEADERS = ["none", "retry-after", "retry-after-ms", "http-date", "x-ratelimit"] as const;
export type LimitHeaders = (typeof LIMIT_HEADERS)[number];

/** What the server bears; its clients are not told. A call above a limit is refused at once and costs nothing. */
export interface FakeLimits {
  /** Calls answered at the same time. A call counts until its last byte, or until its client has gone. */
  readonly concurrency?: number;
  /** Calls a minute. */
  readonly rpm?: number;
  /** Tokens a minute: estimated input and `max_tokens` when the call comes, what it used when it ends. */
  readonly tpm?: number;
  /** Seconds of `rpm` and `tpm` that are saved up while idle; default 1. */
  readonly burstS?: number;
  /**
   * - `none` (the default)
   * - `retry-after`: whole seconds, rounded up; `http-date`: the same as a date; `retry-after-ms`: milliseconds
   * - `x-ratelimit`: limit, remaining and reset in each API's own words, with every answer
   */
  readonly headers?: LimitHeaders;
  /** Status of a refusal in the Messages API; default 429. */
  readonly messagesStatus?: 429 | 529;
}

export type LimitReason = "concurrency" | "requests" | "tokens";

export interface Refused {
  readonly reason: LimitReason;
  /** Until the same call would pass, were it alone. */
  readonly waitMs: number;
}

export interface Limiter {
  /** Takes a place and tokens, or says why not. Every call that passes needs its `release`. */
  admit(tokens: number, now: number): Refused | undefined;
  /** The call has ended; `unused` of its tokens are given back (negative: it used more). */
  release(unused: number, now: number): void;
  readonly countsTokens: boolean;
  state(now: number): { readonly requests: BucketState | undefined; readonly tokens: BucketState | undefined };
  /** Full buckets; calls in flight keep their places. */
  refill(now: number): void;
}

/** Nobody knows when a place gets free: a server has to say something. */
const PLACE_WAIT_MS = 100;

export function createLimiter(limits: FakeLimits, now: number): Limiter {
  const { concurrency = Number.POSITIVE_INFINITY, rpm, tpm, burstS = 1 } = limits;
  const fill = (at: number) => ({
    requests: rpm === undefined ? undefined : createTokenBucket(rpm, burstS, at),
    tokens: tpm === undefined ? undefined : createTokenBucket(tpm, burstS, at),
  });
  let buckets = fill(now);
  let serving = 0;
  return {
    countsTokens: tpm !== undefined,
    admit(tokens, at) {
      if (serving >= concurrency) return { reason: "concurrency", waitMs: PLACE_WAIT_MS };
      const forRequests = buckets.requests?.waitMs(1, at) ?? 0;
      const forTokens = buckets.tokens?.waitMs(tokens, at) ?? 0;
      const waitMs = Math.max(forRequests, forTokens);
      if (waitMs > 0) return { reason: forRequests >= forTokens ? "requests" : "tokens", waitMs };
      serving += 1;
      buckets.requests?.take(1, at);
      buckets.tokens?.take(tokens, at);
      return undefined;
    },
    release(unused, at) {
      serving -= 1;
      buckets.tokens?.give(unused, at);
    },
    state: (at) => ({ requests: buckets.requests?.state(at), tokens: buckets.tokens?.state(at) }),
    refill(at) {
      buckets = fill(at);
    },
  };
}
