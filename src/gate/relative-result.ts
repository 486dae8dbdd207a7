import type { Bound } from "../domain/suite.ts";

/** A candidate against its baseline, on the cases that they share; every form of metric comes to this. */
export interface RelativeTest {
  /** Shared cases. */
  readonly n: number;
  /** Values on the shared cases alone; null: there is none. */
  readonly candidate: number | null;
  readonly baseline: number | null;
  /** Candidate less baseline in the metric's unit, with the bounds of the one-sided tests; null: not estimable. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How much worse still passes, in the metric's unit; null where `10%` is of nothing. */
  readonly margin: number | null;
  /** p of H0 "worse by the margin or more"; 1 where nothing can be shown. */
  readonly passP: number;
  /** p of H0 "no worse at all"; 1 where nothing can be shown. */
  readonly failP: number;
  readonly method: string;
  readonly power: TestPower | null;
  /** The n below which this metric cannot be compared; null: it is reached. */
  readonly leastN: number | null;
}

/** On the scale that the test is made on, above 0 is better. */
export interface TestPower {
  /** Standard deviation of a case's difference, clusters allowed for. */
  readonly sd: number;
  readonly difference: number;
  readonly margin: number;
  /** A drop on that scale in the metric's unit. */
  readonly toUnit: (drop: number) => number;
}

export interface RelativeTestOptions {
  /** Of the metric, as in the table of metrics. */
  readonly unit: string;
  /** One-sided, for either side, of the bounds that are given with the p-values. */
  readonly alpha: number;
  readonly seed?: number;
}

/** 1: lower is worse (`max_drop`); -1: higher is worse. */
export function directionOf({ kind }: Bound): 1 | -1 {
  return kind === "max_increase" ? -1 : 1;
}

/** `10%` is of the baseline's value, as it was measured on the shared cases. */
export function marginOf({ value, unit }: Bound, baseline: number | null): number | null {
  if (unit === "metric") return value;
  return baseline === null ? null : (value / 100) * Math.abs(baseline);
}

export function untested(n: number, found: Partial<RelativeTest> = {}): RelativeTest {
  return {
    n,
    candidate: null,
    baseline: null,
    difference: null,
    low: null,
    high: null,
    margin: null,
    passP: 1,
    failP: 1,
    method: "no-data",
    power: null,
    leastN: null,
    ...found,
  };
}
