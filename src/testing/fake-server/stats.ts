import type { FaultKind } from "./faults.ts";
import type { LimitReason } from "./limiter.ts";
import type { FakeApi } from "./types.ts";

/** Times are milliseconds since the server started, monotonic. JSON as it is: `GET /__stats` gives the same. */
export interface FakeServerStats {
  /** Requests that arrived, by API and in all. */
  readonly requests: number;
  /** Embeddings once there was one. */
  readonly byApi: Readonly<Record<Exclude<FakeApi, "embeddings">, number> & { embeddings?: number }>;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** As `maxInFlight`, of those that no limit refused. */
  readonly maxServing: number;
  /** Requests whose connection the client closed, or a fault reset, before the answer was whole. */
  readonly abandoned: number;
  /** Connections that were opened. */
  readonly connections: number;
  /** Whole answers that a client has to be content with (a slow one too). */
  readonly good: number;
  /** Calls that a limit refused. */
  readonly refused: Readonly<Record<LimitReason, number>>;
  /** Faults that were drawn. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** What follows is kept with `account` alone. By logical call: see `FakeServerOptions.keyBy`. */
  readonly keys: Readonly<Record<string, KeyStats>>;
  readonly earlyRetries: readonly EarlyRetry[];
  readonly timeline: Timeline;
}

export interface KeyStats {
  readonly requests: number;
  readonly good: number;
  readonly arrivals: readonly number[];
  /** Refusals with a Retry-After: when they were answered, and from when a retry is allowed. */
  readonly waits: readonly { readonly at: number; readonly allowedAt: number }[];
}

/** A request that came before a Retry-After of its key had passed. */
export interface EarlyRetry {
  readonly key: string;
  readonly at: number;
  readonly allowedAt: number;
}

/** Counts by tenths of a second from the first arrival on. The three lists may differ in length: what is missing is 0. */
export interface Timeline {
  /** When the first request arrived; null: none yet. */
  readonly fromAt: number | null;
  readonly widthMs: number;
  readonly arrived: readonly number[];
  readonly refused: readonly number[];
  /** By the time of the last byte. */
  readonly good: readonly number[];
}

/** Sums of a timeline from `fromMs` after the first arrival until `toMs`, both rounded to its tenths of a second. */
export function countsBetween(
  timeline: Timeline,
  fromMs: number,
  toMs = Number.POSITIVE_INFINITY,
): { readonly arrived: number; readonly refused: number; readonly good: number } {
  const sum = (counts: readonly number[]) =>
    counts
      .slice(Math.round(fromMs / timeline.widthMs), Math.round(toMs / timeline.widthMs))
      .reduce((total, count) => total + count, 0);
  return { arrived: sum(timeline.arrived), refused: sum(timeline.refused), good: sum(timeline.good) };
}
