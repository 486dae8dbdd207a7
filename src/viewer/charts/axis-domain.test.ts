import { describe, expect, it } from "vitest";
import {
  aroundZero,
  fewTicks,
  linearDomain,
  logDomain,
  logTicks,
  numbersOf,
  shareDomain,
  shareOf,
  wantsLog,
} from "./axis-domain.ts";

describe("axis-domain", () => {
  it("leaves out what was not measured and open sides", () => {
    expect(
      numbersOf([
        { value: 0.5, low: 0.4, high: null },
        { value: null, low: 0, high: 1 },
      ]),
    ).toEqual([0.5, 0.4]);
  });

  it("shows shares whole unless they lie close together", () => {
    expect(shareDomain([])).toEqual([0, 1]);
    expect(shareDomain([0.1, 0.9])).toEqual([0, 1]);
    expect(shareDomain([0.8, 0.9])).toEqual([0.75, 0.95]);
    expect(shareDomain([0.97, 1])).toEqual([0.95, 1]);
    expect(shareDomain([0, 0.01])).toEqual([0, 0.05]);
  });

  it("gives air without crossing zero", () => {
    expect(linearDomain([1, 101])).toEqual([0, 107]);
    expect(linearDomain([-10, 0])[1]).toBeCloseTo(0);
    expect(linearDomain([5, 5])).toEqual([4.5, 5.5]);
    expect(linearDomain([0, 0])).toEqual([0, 1]);
    expect(aroundZero([-0.5, 0.1], 0)).toEqual([-0.5, 0.5]);
    expect(aroundZero([])).toEqual([-1, 1]);
  });

  it("is logarithmic for positive figures that lie far apart", () => {
    expect(wantsLog([1, 100])).toBe(true);
    expect(wantsLog([1, 3])).toBe(false);
    expect(wantsLog([0, 100])).toBe(false);
    expect(wantsLog([5])).toBe(false);
  });

  it("does not stretch a logarithmic axis to an interval that nearly reaches zero", () => {
    expect(logDomain([10, 1000], [0, 0.001, 1200])).toEqual([8, 1500]);
  });

  it("puts ticks on 1, 2 and 5, or fewer", () => {
    expect(logTicks([0.9, 120], 8)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(logTicks([0.9, 1200], 7)).toEqual([1, 3, 10, 30, 100, 300, 1000]);
    expect(logTicks([0.9, 1200], 5)).toEqual([1, 10, 100, 1000]);
    expect(logTicks([0.0009, 1200], 4)).toEqual([0.001, 0.1, 10, 1000]);
  });

  it("puts few ticks on a short axis", () => {
    expect(fewTicks([0.4, 0.8], 3)).toEqual([0.4, 0.6, 0.8]);
    expect(fewTicks([0, 1], 3)).toEqual([0, 0.5, 1]);
    expect(fewTicks([0.95, 1], 3).length).toBeLessThanOrEqual(3);
  });

  it("cuts at the ends", () => {
    expect(shareOf([0, 10], 5)).toBe(0.5);
    expect(shareOf([0, 10], 50)).toBe(1);
    expect(shareOf([3, 3], 3)).toBe(0.5);
  });
});
