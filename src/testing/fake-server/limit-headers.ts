import type { LimitHeaders } from "./limiter.ts";
import type { BucketState } from "./token-bucket.ts";
import type { FakeApi } from "./types.ts";

export interface StatedWait {
  readonly headers: Readonly<Record<string, string>>;
  /** What a client that obeys has to wait, milliseconds; undefined: there is no Retry-After of any form. */
  readonly retryAfterMs?: number;
}

/** The headers of a refusal that tell how long to wait. `wallNow` in milliseconds since the epoch. */
export function waitHeaders(mode: LimitHeaders, waitMs: number, wallNow: number): StatedWait {
  const seconds = Math.ceil(waitMs / 1000);
  const atSecond = Math.ceil((wallNow + waitMs) / 1000) * 1000;
  switch (mode) {
    case "retry-after":
      return { headers: { "retry-after": String(seconds) }, retryAfterMs: seconds * 1000 };
    case "retry-after-ms":
      return { headers: { "retry-after-ms": String(Math.ceil(waitMs)) }, retryAfterMs: Math.ceil(waitMs) };
    case "http-date":
      return { headers: { "retry-after": new Date(atSecond).toUTCString() }, retryAfterMs: atSecond - wallNow };
    default:
      return { headers: {} };
  }
}

/** The state of the limits in an API's own words: OpenAI resets are Go durations, Anthropic's are times to the second. */
export function rateHeaders(
  api: FakeApi,
  state: { readonly requests: BucketState | undefined; readonly tokens: BucketState | undefined },
  wallNow: number,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const unit of ["requests", "tokens"] as const) {
    const bucket = state[unit];
    if (bucket === undefined) continue;
    const name = (field: string) =>
      api === "messages" ? `anthropic-ratelimit-${unit}-${field}` : `x-ratelimit-${field}-${unit}`;
    headers[name("limit")] = String(bucket.limit);
    headers[name("remaining")] = String(bucket.remaining);
    headers[name("reset")] =
      api === "messages" ? secondOf(wallNow + bucket.fullInMs) : goDuration(Math.ceil(bucket.fullInMs));
  }
  return headers;
}

function secondOf(time: number): string {
  return new Date(Math.ceil(time / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** As Go writes a duration of whole milliseconds: `0s`, `20ms`, `1.5s`, `6m0s`, `1h0m0.25s`. */
export function goDuration(ms: number): string {
  if (ms === 0) return "0s";
  if (ms < 1000) return `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = `${(ms % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
