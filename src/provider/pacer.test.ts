import { describe, expect, it } from "vitest";
import { Pacer } from "./pacer.ts";

/** Calls as fast as the pacer allows, at most `perSecond`, from `from` for `ms`; `refuse` says which are refused. */
function call(pacer: Pacer, from: number, ms: number, perSecond: number, refuse: (at: number) => boolean): number[] {
  const starts: number[] = [];
  for (let now = from; now < from + ms; now += 1000 / perSecond) {
    const delay = pacer.delay(now);
    if (delay > 0) continue;
    pacer.start(now);
    starts.push(now);
    if (refuse(now) && pacer.count(now)) pacer.slow(now, pacer.rate(now) !== null);
  }
  return starts;
}
const perSecond = (starts: readonly number[], ms: number) => (1000 * starts.length) / ms;

describe("Pacer", () => {
  it("does not hold up anything before a refusal", () => {
    const pacer = new Pacer();
    expect(call(pacer, 0, 1000, 500, () => false)).toHaveLength(500);
    expect(pacer.rate(1000)).toBeNull();
  });

  it("goes just below the accepted rate after a refusal, then slowly up to it and beyond", () => {
    const pacer = new Pacer();
    call(pacer, 0, 10_000, 100, () => false);
    for (let n = 0; n < 10; n++) {
      pacer.start(10_000);
      pacer.count(10_000);
    }
    pacer.slow(10_000, false);
    const rates = [0, 5000, 10_000, 15_000, 20_000, 40_000].map((after) => pacer.rate(10_000 + after) ?? 0);
    const expected = [0.95, 0.99375, 1, 1.00625, 1.05, 2.35];
    for (const [index, share] of expected.entries()) expect(rates[index]).toBeCloseTo(100 * share, -0.6);
    const starts = call(pacer, 10_000, 5000, 1000, () => false);
    expect(perSecond(starts, 5000)).toBeGreaterThan(94);
    expect(perSecond(starts, 5000)).toBeLessThan(101);
  });

  it("lets calls start one by one after a pause, not in a burst, and never freezes", () => {
    const pacer = new Pacer();
    call(pacer, 0, 5000, 50, (now) => now > 4000);
    pacer.pause(65_000, 5000);
    const starts = call(pacer, 5000, 70_000, 1000, () => false);
    expect(starts[0]).toBeGreaterThanOrEqual(65_000);
    expect(starts[0]).toBeLessThan(65_100);
    expect(starts.filter((at) => at < 66_000).length).toBeLessThan(80);
    expect(starts.length).toBeGreaterThan(200);
  });

  it("keeps the longest of several pauses", () => {
    const pacer = new Pacer();
    pacer.pause(5000, 0);
    pacer.pause(3000, 0);
    expect(pacer.delay(1000)).toBe(4000);
    expect(pacer.delay(5000)).toBe(0);
  });

  it("goes down by half at most, and never below a call a minute, while everything is refused", () => {
    const pacer = new Pacer();
    const starts = call(pacer, 0, 3_600_000, 20, () => true);
    const last = starts.filter((at) => at > 3_000_000);
    expect(last.length).toBeGreaterThanOrEqual(9);
    expect(last.length).toBeLessThanOrEqual(12);
  });

  it("stops slowing down for refusals that go on all the same, and starts again when they get more", () => {
    const pacer = new Pacer();
    let n = 0;
    call(pacer, 0, 10_000, 400, () => ++n % 20 === 0);
    expect(pacer.rate(10_000)).toBeNull();
    expect(
      perSecond(
        call(pacer, 10_000, 5000, 400, () => ++n % 20 === 0),
        5000,
      ),
    ).toBe(400);
    // Now there is a limit, 100 a second.
    let [level, last] = [0, 15_000];
    call(pacer, 15_000, 10_000, 400, (now) => {
      level = Math.min(10, level + (now - last) / 10);
      last = now;
      if (level < 1) return true;
      level -= 1;
      return false;
    });
    expect(pacer.rate(25_000)).toBeLessThan(130);
  });
});
