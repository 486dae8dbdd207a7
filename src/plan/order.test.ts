import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareTail } from "./__fixtures__/chi-square.ts";
import { caseOrder } from "./order.ts";

describe("caseOrder", () => {
  it("is a permutation, the same for the same seed, and nested for a growing limit", () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.integer(), fc.nat({ max: 250 }), (count, seed, limit) => {
        const order = [...caseOrder(count, seed, null)];
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
        expect([...caseOrder(count, seed, limit)]).toEqual(order.slice(0, limit));
      }),
    );
  });

  it("differs from seed to seed and from the file's own order", () => {
    const orders = new Set(Array.from({ length: 50 }, (_, seed) => caseOrder(20, seed, null).join()));
    expect(orders.size).toBe(50);
    expect(orders.has(Array.from({ length: 20 }, (_, index) => index).join())).toBe(false);
  });

  it("stays as it is: runs on disk rely on it", () => {
    expect(caseOrder(10, 1, null).join(" ")).toBe("9 3 2 0 4 8 1 5 7 6");
    expect(caseOrder(10, 2, 3).join(" ")).toBe("0 2 3");
  });

  it("gives every permutation of four the same chance", () => {
    const counts = new Map<string, number>();
    const runs = 24_000;
    for (let seed = 0; seed < runs; seed++) {
      const key = caseOrder(4, seed, null).join("");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const statistic = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // Seeds are fixed: this is no test that fails now and then.
    expect(chiSquareTail(statistic, 23)).toBeGreaterThan(0.001);
  });

  it("gives every case the same chance of being among the first ones", () => {
    const counts = new Array<number>(7).fill(0);
    const runs = 14_000;
    for (let seed = 1; seed <= runs; seed++) {
      for (const index of caseOrder(7, seed, 2)) counts[index] = (counts[index] ?? 0) + 1;
    }
    const expected = (runs * 2) / 7;
    // Drawn without replacement: the variance is smaller by (1 - 2/7).
    const statistic =
      counts.reduce((sum, count) => sum + (count - expected) ** 2 / (expected * (1 - 2 / 7)), 0) * (6 / 7);
    expect(chiSquareTail(statistic, 6)).toBeGreaterThan(0.001);
  });

  it("shuffles a million cases in a moment", () => {
    const started = performance.now();
    expect(caseOrder(1_000_000, 1, null)).toHaveLength(1_000_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
