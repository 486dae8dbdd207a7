import type { PairedValues, Pairing } from "../../domain/comparison.ts";
import type { Bound, Requirement } from "../../domain/suite.ts";
import { judgeRelative, type RelativeFacts } from "../judge-relative.ts";

export const bound = (kind: Bound["kind"], value: number, unit: Bound["unit"] = "metric"): Bound => ({ kind, value, unit });

export const requirement = (of: Bound, more: Partial<Requirement> = {}): Requirement => ({
  metric: "accuracy",
  bound: of,
  slice: null,
  candidate: null,
  against: null,
  decide: "interval",
  source: { index: 0, line: 1, col: 1 },
  ...more,
});

export function pair(
  candidate: readonly number[],
  baseline: readonly number[],
  more: Partial<PairedValues> = {},
): PairedValues {
  return {
    metric: "accuracy",
    better: "higher",
    form: { type: "mean" },
    candidate: Float64Array.from(candidate),
    baseline: Float64Array.from(baseline),
    clusters: null,
    weights: null,
    repeats: { candidate: 1, baseline: 1 },
    ids: candidate.map((_, i) => `c-${i}`),
    unshared: 0,
    changed: 0,
    warnings: [],
    ...more,
  };
}

/** Right or wrong: `better` cases that the candidate alone has right, `worse` that the baseline alone has, the rest right. */
export function discordant(better: number, worse: number, n: number, more: Partial<PairedValues> = {}): PairedValues {
  const cases = Array.from({ length: n }, (_, i) => i);
  return pair(
    cases.map((i) => (i >= better && i < better + worse ? 0 : 1)),
    cases.map((i) => (i < better ? 0 : 1)),
    more,
  );
}

export const facts = (values: PairedValues | Pairing, more: Partial<RelativeFacts> = {}): RelativeFacts => ({
  pairing: "status" in values ? values : { status: "paired", values },
  supposing: () => null,
  measured: "status" in values ? 0 : values.ids.length,
  unit: "share",
  complete: true,
  decides: true,
  ...more,
});

export const judge = (of: Requirement, found: RelativeFacts) => judgeRelative(of, "mini", found).result;

export const drop = (value: number, unit: Bound["unit"] = "metric") => requirement(bound("max_drop", value, unit));

export const rise = (value: number, unit: Bound["unit"] = "metric", more: Partial<Requirement> = {}) =>
  requirement(bound("max_increase", value, unit), more);
