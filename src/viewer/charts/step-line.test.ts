import { describe, expect, it } from "vitest";
import { reachedAt, stepPath, thinSteps } from "./step-line.ts";

describe("step-line", () => {
  it("keeps the ends and what is a pixel apart", () => {
    const dense = Array.from({ length: 1001 }, (_, i) => [i / 100, i / 200] as const);
    const thin = thinSteps(dense);
    expect(thin.length).toBeLessThan(30);
    expect(thin[0]).toEqual([0, 0]);
    expect(thin.at(-1)).toEqual([10, 5]);
    expect(thinSteps([])).toEqual([]);
  });

  it("keeps a jump in one place", () => {
    expect(
      thinSteps([
        [1, 100],
        [1.01, 20],
        [1.02, 19.9],
        [9, 19],
      ]),
    ).toEqual([
      [1, 100],
      [1.01, 20],
      [9, 19],
    ]);
  });

  it("goes level first", () => {
    expect(
      stepPath([
        [0, 10],
        [5, 4],
      ]),
    ).toBe("M0,10H5V4");
    expect(stepPath([])).toBe("");
  });

  it("says where a share is reached", () => {
    const curve = [
      [10, 0.5],
      [20, 0.95],
      [40, 1],
    ] as const;
    expect(reachedAt(curve, 0.5)).toBe(10);
    expect(reachedAt(curve, 0.96)).toBe(40);
    expect(reachedAt([], 0.5)).toBeNull();
  });
});
