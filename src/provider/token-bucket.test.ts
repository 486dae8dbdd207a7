import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeClock } from "./__fixtures__/fake-clock.ts";
import { TokenBucket } from "./token-bucket.ts";

const never = new AbortController().signal;

/** Takes one after the other as fast as allowed for `ms`; when each was granted. */
async function grants(bucket: TokenBucket, clock: FakeClock, ms: number, units: readonly number[]): Promise<number[]> {
  const times: number[] = [];
  const never = new AbortController().signal;
  for (const one of units) void bucket.take(one, never).then(() => times.push(clock.monotonic()));
  await clock.advance(ms);
  return times;
}

const ones = (count: number) => Array<number>(count).fill(1);

describe("TokenBucket", () => {
  it("lets a second's worth through at once, then evenly", async () => {
    const clock = new FakeClock();
    const times = await grants(new TokenBucket(120, clock), clock, 1100, ones(10));
    expect(times.slice(0, 2)).toEqual([0, 0]);
    // 119 a minute from here on: one in 504.2 ms.
    expect(times.slice(2)).toEqual([505, 1009]);
  });

  it("spaces what is slower than one a second", async () => {
    const clock = new FakeClock();
    const times = await grants(new TokenBucket(10, clock), clock, 30_000, ones(10));
    expect(times).toEqual([0, 6000, 12_000, 18_000, 24_000, 30_000]);
  });

  it("never grants more than its bound in any minute, and hardly less", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0.5, 1, 7, 60, 90, 600, 1234),
        fc.integer({ min: 0, max: 5000 }),
        async (rpm, idle) => {
          const clock = new FakeClock();
          const bucket = new TokenBucket(rpm, clock);
          await clock.advance(idle);
          const times = await grants(bucket, clock, 125_000, ones(Math.ceil(3 * rpm)));
          for (const [index, from] of times.entries()) {
            const within = times.slice(index).filter((time) => time < from + 60_000).length;
            expect(within).toBeLessThanOrEqual(Math.max(1, rpm));
          }
          expect(times.length).toBeGreaterThanOrEqual(Math.floor(2 * rpm * 0.98));
        },
      ),
      { numRuns: 12 },
    );
  });

  it("is first come, first served, also for what is small", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(6000, clock);
    const order: number[] = [];
    for (const units of [100, 90, 1]) void bucket.take(units, never).then(() => order.push(units));
    await clock.advance(10_000);
    expect(order).toEqual([100, 90, 1]);
  });

  it("lets through what is larger than the bucket once it is full, and owes it", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(60_000, clock);
    const times = await grants(bucket, clock, 20_000, [5000, 1, 1]);
    expect(times[0]).toBe(0);
    // Down to -4000: 4001 units at 59 001 a minute.
    expect(times[1]).toBe(Math.ceil(4001 / (59_001 / 60_000)));
  });

  it("gives back at once what an estimate was too high, also to who sleeps already", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(60_000, clock);
    await bucket.take(10_000, never);
    let granted: number | null = null;
    void bucket.take(500, never).then(() => {
      granted = clock.monotonic();
    });
    await clock.advance(300);
    expect(granted).toBeNull();
    bucket.adjust(9900);
    await clock.advance(300);
    expect(granted).toBeLessThanOrEqual(500);
  });

  it("never holds more than its capacity, whatever is given back", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(60_000, clock);
    bucket.adjust(1_000_000);
    await bucket.take(1000, never);
    const times = await grants(bucket, clock, 2000, [100]);
    expect(times[0]).toBeGreaterThan(90);
  });

  it("takes what an estimate was too low from those who follow", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(60_000, clock);
    await bucket.take(1000, never);
    bucket.adjust(-5000);
    const times = await grants(bucket, clock, 20_000, [1]);
    expect(times[0]).toBe(Math.ceil(5001 / (59_001 / 60_000)));
  });

  it("ends every wait at a stop and takes nothing for it", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(6, clock);
    await bucket.take(1, never);
    const halt = new AbortController();
    const stopped = [bucket.take(1, halt.signal), bucket.take(1, halt.signal)];
    const other = grants(bucket, clock, 10_000, [1]);
    halt.abort();
    await Promise.all(stopped);
    expect(await other).toEqual([10_000]);
    expect(clock.sleeping).toBe(0);
  });
});
