import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../domain/estimate.ts";
import { wilsonClustered } from "../stats/wilson-clustered.ts";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { casesNeeded } from "./cases-needed.ts";

function wilson(passed: number, n: number): Estimate {
  return { value: passed / n, ...wilsonInterval(passed, n), n, method: "wilson" };
}

const apart = (rate: number, n: number, bound: number) => {
  const { low, high } = wilsonInterval(rate * n, n);
  return rate > bound ? (low ?? 0) >= bound : (high ?? 1) < bound;
};

describe("casesNeeded", () => {
  it("is the first n at which a Wilson interval is on one side: there, and not one before", () => {
    let checked = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 2000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))),
        fc.integer({ min: 1, max: 99 }),
        ([passed, n], percent) => {
          const bound = percent / 100;
          const estimate = wilson(passed, n);
          const needed = casesNeeded(estimate, bound);
          const rate = passed / n;
          if (apart(rate, n, bound) || needed === null) return;
          checked += 1;
          expect(needed).toBeGreaterThan(n);
          expect(apart(rate, needed, bound)).toBe(true);
          expect(apart(rate, needed - 1, bound)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
    expect(checked).toBeGreaterThan(20);
  });

  it("says a known one: 171 of 198 against 0.85 (found by scanning every n)", () => {
    let n = 198;
    while (!apart(171 / 198, n, 0.85)) n += 1;
    expect(casesNeeded(wilson(171, 198), 0.85)).toBe(n);
  });

  it("counts what a case is worth where cases are clustered", () => {
    // Twenty clusters of five that mostly agree within themselves: about a fifth of the evidence.
    const values = Array.from({ length: 100 }, (_, index) => (Math.floor(index / 5) % 5 === 0 ? 0 : 1));
    const clusters = values.map((_, index) => Math.floor(index / 5));
    const { rate, low, high } = wilsonClustered(values, clusters);
    const clustered = { value: rate, low, high, n: 100, method: "wilson-neff" };
    const alone = casesNeeded(wilson(80, 100), 0.7) ?? 0;
    const needed = casesNeeded(clustered, 0.7) ?? 0;
    expect(needed).toBeGreaterThan(4 * alone);
    expect(needed).toBeLessThan(8 * alone);
  });

  it("agrees with plain Wilson where every case is worth one answer", () => {
    const plain = wilson(80, 100);
    expect(casesNeeded({ ...plain, method: "wilson-neff" }, 0.75)).toBe(casesNeeded(plain, 0.75));
  });

  it("shrinks other intervals with the square root of n, on the side of the bound", () => {
    const mean = { value: 900, low: 800, high: 1100, n: 50, method: "t" };
    // 200 above, 100 of room: four times the cases.
    expect(casesNeeded(mean, 1000)).toBe(200);
    expect(casesNeeded(mean, 850)).toBe(200);
    expect(casesNeeded(mean, 2000)).toBe(51);
  });

  it.each([
    ["the value is the bound", wilson(85, 100), 0.85],
    ["nothing was measured", { value: null, low: null, high: null, n: 0, method: "no-data" }, 0.5],
    ["the side is unbounded", { value: 10, low: 5, high: null, n: 20, method: "order-statistics" }, 12],
    ["there is no uncertainty", { value: 10, low: 10, high: 10, n: 20, method: "exact" }, 12],
    ["it would take more than ten million", wilson(850_000, 1_000_000), 0.85001],
  ] as const)("is null when %s", (_, estimate, bound) => {
    expect(casesNeeded(estimate, bound)).toBeNull();
  });
});
