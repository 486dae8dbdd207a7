import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, formatUsd, formatValue } from "./format-value.ts";

describe("formatUsd", () => {
  it.each([
    [0, "$0"],
    [12.3, "$12.30"],
    [1, "$1.00"],
    [1234567.891, "$1,234,567.89"],
    [0.9999, "$1.00"],
    [0.5, "$0.50"],
    [0.0024, "$0.0024"],
    [0.00001213, "$0.0000121"],
    [3e-12, "$3.0e-12"],
  ])("%d is %s", (value, text) => {
    expect(formatUsd(value)).toBe(text);
  });

  it("is never $0 for something", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-30, max: 1e12, noNaN: true }), (value) => {
        expect(formatUsd(value)).toMatch(/[1-9]/);
      }),
    );
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [0.0031, "0.0031 ms"],
    [0.314, "0.31 ms"],
    [1.239, "1.24 ms"],
    [9.996, "10 ms"],
    [412.3, "412 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [1239, "1.24 s"],
    [12_340, "12.3 s"],
    [200_000, "3 min 20 s"],
    [3_599_700, "1 h 0 min"],
    [7_380_000, "2 h 3 min"],
  ])("%d ms is %s", (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });
});

describe("formatValue", () => {
  it.each([
    [0.86363, "share", "0.8636"],
    [1, "share", "1"],
    [2000, "ms", "2,000 ms"],
    [99.96, "ms", "99.96 ms"],
    [0.002, "usd", "$0.002"],
    [12345, "tokens", "12,345"],
    [12.34567, "tokens_per_s", "12.35"],
  ])("%d %s is %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});
