import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const NOW = Date.parse("2026-11-22T10:00:00.000Z");

describe("retryAfterMs", () => {
  const table: readonly [string, Record<string, string>, number, number | null][] = [
    ["no header", {}, 429, null],
    ["retry-after-ms", { "retry-after-ms": "1500" }, 429, 1500],
    ["retry-after-ms with a fraction rounds up", { "retry-after-ms": "12.2" }, 429, 13],
    ["retry-after-ms before retry-after", { "retry-after-ms": "250", "retry-after": "9" }, 429, 250],
    ["unreadable retry-after-ms falls through", { "retry-after-ms": "soon", "retry-after": "9" }, 429, 9000],
    ["negative retry-after-ms falls through", { "retry-after-ms": "-5" }, 429, null],
    ["seconds", { "retry-after": "2" }, 429, 2000],
    ["zero seconds", { "retry-after": "0" }, 429, 0],
    ["fractional seconds", { "retry-after": "0.5" }, 503, 500],
    ["padded seconds", { "retry-after": " 3 " }, 503, 3000],
    ["an HTTP date", { "retry-after": "Sun, 22 Nov 2026 10:00:07 GMT" }, 503, 7000],
    ["an RFC 850 date", { "retry-after": "Sunday, 22-Nov-26 10:00:05 GMT" }, 503, 5000],
    ["an asctime date", { "retry-after": "Sun Nov 22 10:00:04 2026 GMT" }, 503, 4000],
    ["a date gone by", { "retry-after": "Sun, 22 Nov 2026 09:59:00 GMT" }, 503, 0],
    ["no date", { "retry-after": "tomorrow" }, 429, null],
    ["an empty value", { "retry-after": "" }, 429, null],
    ["not a number", { "retry-after": "NaN" }, 429, null],
    ["Infinity", { "retry-after": "Infinity" }, 429, null],
    ["minutes and seconds", { "x-ratelimit-reset-requests": "6m0s" }, 429, 360_000],
    ["milliseconds", { "x-ratelimit-reset-tokens": "20ms" }, 429, 20],
    ["one second", { "x-ratelimit-reset-requests": "1s" }, 429, 1000],
    ["hours, minutes and a fraction", { "x-ratelimit-reset-requests": "1h2m3.5s" }, 429, 3_723_500],
    ["minutes alone are not milliseconds", { "x-ratelimit-reset-requests": "2m" }, 429, 120_000],
    ["microseconds round up", { "x-ratelimit-reset-requests": "250µs" }, 429, 1],
    ["plain seconds", { "x-ratelimit-reset-requests": "10" }, 429, 10_000],
    ["no duration", { "x-ratelimit-reset-requests": "6 minutes" }, 429, null],
    ["the later of two", { "x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6s" }, 429, 6000],
    [
      "the exhausted one of two",
      {
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-tokens": "6s",
        "x-ratelimit-remaining-tokens": "900",
      },
      429,
      1000,
    ],
    ["retry-after before resets", { "retry-after": "1", "x-ratelimit-reset-requests": "9s" }, 429, 1000],
    ["resets do not count on a 500", { "x-ratelimit-reset-requests": "9s" }, 500, null],
    ["an instant", { "anthropic-ratelimit-requests-reset": "2026-11-22T10:00:30Z" }, 429, 30_000],
    ["an instant on a 529", { "anthropic-ratelimit-tokens-reset": "2026-11-22T10:00:01.500Z" }, 529, 1500],
    ["an instant with an offset", { "anthropic-ratelimit-input-tokens-reset": "2026-11-22T11:00:02+01:00" }, 429, 2000],
    ["an instant gone by", { "anthropic-ratelimit-requests-reset": "2026-11-22T09:00:00Z" }, 429, 0],
    ["no instant", { "anthropic-ratelimit-requests-reset": "later" }, 429, null],
    [
      "the exhausted instant",
      {
        "anthropic-ratelimit-output-tokens-remaining": "0",
        "anthropic-ratelimit-output-tokens-reset": "2026-11-22T10:00:03Z",
        "anthropic-ratelimit-requests-remaining": "40",
        "anthropic-ratelimit-requests-reset": "2026-11-22T10:01:00Z",
      },
      429,
      3000,
    ],
  ];

  it.each(table)("reads %s", (_name, headers, status, expected) => {
    expect(retryAfterMs(new Headers(headers), status, NOW)).toBe(expected);
  });
});
