/** The part of `Headers` that is needed. Names are looked up in lower case. */
export interface HeaderReader {
  get(name: string): string | null;
}

const LIMITED = new Set([429, 529]);
const OPENAI_LIMITS = ["requests", "tokens"];
const ANTHROPIC_LIMITS = ["requests", "tokens", "input-tokens", "output-tokens"];

/**
 * How long the server asks us to wait, in milliseconds (never negative); null: it did not say, or not so that we understand.
 * `retry-after-ms`, then `retry-after`, then, on a 429 or 529 alone, the resets of the rate limits: the latest one of those
 * with nothing remaining, else of all that are stated. `now` is in milliseconds since the epoch.
 */
export function retryAfterMs(headers: HeaderReader, status: number, now: number): number | null {
  const stated = milliseconds(headers.get("retry-after-ms")) ?? retryAfter(headers.get("retry-after"), now);
  if (stated !== null) return stated;
  return LIMITED.has(status) ? limitReset(headers, now) : null;
}

function milliseconds(text: string | null): number | null {
  const value = decimal(text);
  return value === null ? null : Math.ceil(value);
}

/** Seconds, or an HTTP date (RFC 9110 §10.2.3). */
function retryAfter(text: string | null, now: number): number | null {
  const seconds = decimal(text);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  // Date.parse takes almost anything for a date: insist on the shape, "Sun, 06 Nov 1994 08:49:37 GMT".
  return text !== null && /^[A-Za-z]{3,9},? /.test(text.trim()) ? until(Date.parse(text), now) : null;
}

function limitReset(headers: HeaderReader, now: number): number | null {
  const exhausted: number[] = [];
  const all: number[] = [];
  const note = (remaining: string | null, waitMs: number | null) => {
    if (waitMs === null) return;
    all.push(waitMs);
    if (decimal(remaining) === 0) exhausted.push(waitMs);
  };
  for (const limit of OPENAI_LIMITS) {
    note(headers.get(`x-ratelimit-remaining-${limit}`), duration(headers.get(`x-ratelimit-reset-${limit}`)));
  }
  for (const limit of ANTHROPIC_LIMITS) {
    note(
      headers.get(`anthropic-ratelimit-${limit}-remaining`),
      instant(headers.get(`anthropic-ratelimit-${limit}-reset`), now),
    );
  }
  const counted = exhausted.length > 0 ? exhausted : all;
  return counted.length > 0 ? Math.max(...counted) : null;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** A Go duration (`6m0s`, `20ms`, `1h2m3.5s`), or plain seconds, as Azure writes them. */
function duration(text: string | null): number | null {
  const seconds = decimal(text);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  const trimmed = text?.trim() ?? "";
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/.test(trimmed)) return null;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return Math.ceil(total);
}

/** RFC 3339. */
function instant(text: string | null, now: number): number | null {
  return text !== null && /^\s*\d{4}-\d\d-\d\dT/.test(text) ? until(Date.parse(text.trim()), now) : null;
}

function until(time: number, now: number): number | null {
  return Number.isFinite(time) ? Math.max(0, time - now) : null;
}

function decimal(text: string | null): number | null {
  return text !== null && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : null;
}
