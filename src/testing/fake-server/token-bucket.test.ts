import { describe, expect, it } from "vitest";
import { createLimiter } from "./limiter.ts";
import { createTokenBucket } from "./token-bucket.ts";

const MINUTE = 60_000;

/** Calls at every `stepMs` for `minutes`; how many passed in each minute. */
function hammer(limits: Parameters<typeof createLimiter>[0], minutes: number, stepMs: number, tokens = 0): number[] {
  const limiter = createLimiter(limits, 0);
  const passed = Array.from({ length: minutes }, () => 0);
  for (let now = 0; now < minutes * MINUTE; now += stepMs) {
    if (limiter.admit(tokens, now) !== undefined) continue;
    limiter.release(0, now);
    const minute = Math.floor(now / MINUTE);
    passed[minute] = (passed[minute] ?? 0) + 1;
  }
  return passed;
}

describe("createTokenBucket", () => {
  it.each([60, 600, 1200])("lets exactly %i a minute pass, and what was saved up in the first", (rpm) => {
    expect(hammer({ rpm }, 10, 5)).toEqual([rpm + rpm / 60 - 1, ...Array.from({ length: 9 }, () => rpm)]);
  });

  it("keeps a rate that is no whole number of milliseconds", () => {
    // From a bucket of one: one at 0, then one every 60,000 / 7 ms, at the next 7 ms; the last is due at the end.
    expect(hammer({ rpm: 7 }, 60, 7).reduce((sum, each) => sum + each)).toBe(60 * 7);
  });

  it("holds the saved seconds and no more", () => {
    const bucket = createTokenBucket(600, 3, 0);
    expect(bucket.state(MINUTE).remaining).toBe(30);
    for (let taken = 0; taken < 30; taken++) bucket.take(1, MINUTE);
    expect(bucket.state(MINUTE)).toEqual({ limit: 600, remaining: 0, fullInMs: 3000 });
    expect(bucket.waitMs(1, MINUTE)).toBeCloseTo(100);
    expect(bucket.waitMs(1, MINUTE + 100)).toBe(0);
  });

  it("counts tokens, and lets one that is larger than the bucket pass on credit", () => {
    expect(hammer({ tpm: 6000 }, 4, 5, 50)).toEqual([121, 120, 120, 120]);
    const bucket = createTokenBucket(6000, 1, 0);
    expect(bucket.waitMs(250, 0)).toBe(0);
    bucket.take(250, 0);
    expect(bucket.waitMs(1, 0)).toBeCloseTo(1510);
  });

  it("settles to what was used", () => {
    const limiter = createLimiter({ tpm: 6000 }, 0);
    expect(limiter.admit(100, 0)).toBeUndefined();
    expect(limiter.admit(10, 0)).toMatchObject({ reason: "tokens" });
    limiter.release(90, 0);
    expect(limiter.admit(90, 0)).toBeUndefined();
    limiter.release(-90, 0);
    expect(limiter.admit(1, 0)?.waitMs).toBeCloseTo(910);
  });
});
