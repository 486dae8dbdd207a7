import { describe, expect, it } from "vitest";
import type { CandidateSummary, Comparison, RequirementResult, Summary } from "../../../domain/summary.ts";
import type { ViewerRun } from "../../../domain/viewer.ts";
import { accuracyBound, costsAnything, rangeText, saysMore, sortedCandidates } from "./candidate-rows.ts";
import { comparisonGroups, leftText } from "./comparison-groups.ts";
import { firstShown, latencyCurves } from "./latency-curves.ts";
import { requirementDrawing } from "./requirement-drawing.ts";
import { heatDomain, sizeText, sliceMetrics, sliceNames, standsOut, tagOf } from "./slice-cells.ts";
import { tradeOff } from "./trade-off.ts";
import { unmeasured } from "./unmeasured.ts";

const estimate = (value: number | null, half = 0.05, n = 100) => ({
  value,
  low: value === null ? null : value - half,
  high: value === null ? null : value + half,
  n,
  method: value === null ? "unknown-price" : "wilson",
});

function candidate(id: string, accuracy: number, cost: number | null, more: Partial<CandidateSummary> = {}) {
  const one: CandidateSummary = {
    id,
    provider: "p",
    model: null,
    prompt: null,
    simulated: false,
    trials: { planned: 100, passed: 80, failed: 20, ungraded: 0, errored: 0, cached: 0, missing: 0 },
    metrics: { accuracy: estimate(accuracy), score: estimate(accuracy), cost_per_case_usd: estimate(cost, 0.0001) },
    slices: {},
    errors: {},
    ungradedReasons: {},
    ...more,
  };
  return one;
}

const SMALL = candidate("small", 0.7, 0.001);
const LARGE = candidate("large", 0.9, 0.1);
const FREE = candidate("free", 0.5, null);

function run(candidates: readonly CandidateSummary[], changes: Partial<Summary> = {}): ViewerRun {
  const summary = { candidates, requirements: [], comparisons: [], ...changes } as unknown as Summary;
  const curves = candidates.map(({ id }, i) => ({
    candidate: id,
    n: 2,
    points: [
      [100 * (i + 1), 0.5],
      [200 * (i + 1), 1],
    ] as const,
  }));
  const fronts = [{ metric: "cost_per_case_usd", candidates: ["small", "large"] }];
  return { summary, curves, fronts, manifest: { reference: "small" }, pairs: [], folder: "" } as unknown as ViewerRun;
}

describe("the candidates' table", () => {
  const { summary } = run([SMALL, LARGE, FREE]);
  const ids = (column: string, descending: boolean) =>
    sortedCandidates(summary, { column, descending }).map(({ id }) => id);

  it("sorts by a column, the unknown last whichever way", () => {
    expect(sortedCandidates(summary, null).map(({ id }) => id)).toEqual(["small", "large", "free"]);
    expect(ids("accuracy", true)).toEqual(["large", "small", "free"]);
    expect(ids("cost", false)).toEqual(["small", "large", "free"]);
    expect(ids("cost", true)).toEqual(["large", "small", "free"]);
    expect(ids("candidate", false)).toEqual(["free", "large", "small"]);
  });

  it("leaves out columns that say nothing", () => {
    expect(saysMore(summary.candidates, "score", "accuracy")).toBe(false);
    expect(costsAnything(summary.candidates, "cost_per_case_usd")).toBe(true);
    expect(costsAnything([FREE], "cost_per_case_usd")).toBe(false);
  });

  it("writes a unit once", () => {
    expect(rangeText("latency_p50_ms", 390, 440)).toBe("390 – 440 ms");
    expect(rangeText("latency_p50_ms", 390, 1400)).toBe("390 ms – 1.40 s");
    expect(rangeText("latency_p99_ms", 390, null)).toBe("390 ms – ?");
    expect(rangeText("score", 0.5, 0.75)).toBe("50.0 – 75.0%");
    expect(rangeText("cost_per_case_usd", 0.001, 0.002)).toBe("$0.001 – $0.002");
  });

  it("draws a bound where one is asked of all", () => {
    const asked = (value: number) =>
      ({ metric: "accuracy", slice: null, bound: { kind: "min", value, unit: "metric" } }) as RequirementResult;
    expect(accuracyBound(run([SMALL], { requirements: [asked(0.8), asked(0.8)] }).summary)).toBe(0.8);
    expect(accuracyBound(run([SMALL], { requirements: [asked(0.8), asked(0.9)] }).summary)).toBeNull();
  });
});

describe("tradeOff", () => {
  it("names whom it cannot draw", () => {
    const found = tradeOff(run([SMALL, LARGE, FREE]), "cost_per_case_usd");
    expect(found?.points.map(({ name, look, onFront }) => [name, look, onFront])).toEqual([
      ["small", 0, true],
      ["large", 1, true],
    ]);
    expect(found?.unknown).toEqual(["free"]);
    expect(found?.across.log).toBe(true);
  });

  it("is not there for one point, or where nothing costs anything", () => {
    expect(tradeOff(run([SMALL, FREE]), "cost_per_case_usd")).toBeNull();
    expect(tradeOff(run([candidate("a", 0.5, 0), candidate("b", 0.6, 0)]), "cost_per_case_usd")).toBeNull();
  });
});

describe("latency curves", () => {
  it("shows few of many at first: the reference and the front among them", () => {
    const many = Array.from({ length: 20 }, (_, i) => candidate(`c${i}`, 0.5 + i / 100, 0.01));
    const all = run([...many, SMALL, LARGE]);
    const shown = firstShown(latencyCurves(all), all);
    expect(shown).toHaveLength(8);
    expect(shown.slice(0, 3)).toEqual(["small", "large", "c19"]);
    const few = run([SMALL, LARGE]);
    expect(firstShown(latencyCurves(few), few)).toEqual(["small", "large"]);
  });
});

describe("slices", () => {
  const sliced = candidate("a", 0.7, 0.1, {
    slices: {
      "severity:S0": { accuracy: estimate(0.9, 0.02, 40) },
      "tag:x": { accuracy: estimate(0.5, 0.1, 38), latency_p50_ms: estimate(null) },
    },
  });

  it("puts tags first, and offers metrics that have values", () => {
    expect(sliceNames([sliced])).toEqual(["tag:x", "severity:S0"]);
    expect(sliceMetrics([sliced])).toEqual(["accuracy"]);
    expect(heatDomain([sliced], "accuracy")).toEqual([0.5, 0.9]);
    expect(tagOf("tag:x")).toBe("x");
    expect(tagOf("severity:S0")).toBeNull();
  });

  it("says how many cases a slice has", () => {
    const other = candidate("b", 0.7, 0.1, { slices: { "tag:x": { accuracy: estimate(0.5, 0.1, 40) } } });
    expect(sizeText([sliced], "tag:x", "accuracy")).toBe("38");
    expect(sizeText([sliced, other], "tag:x", "accuracy")).toBe("38–40");
  });

  it("marks what lies wholly beside the candidate's own value", () => {
    expect(standsOut(estimate(0.9, 0.02), estimate(0.7))).toBe("above");
    expect(standsOut(estimate(0.5, 0.1), estimate(0.7))).toBe("below");
    expect(standsOut(estimate(0.65, 0.1), estimate(0.7))).toBeNull();
    expect(standsOut(estimate(0.65, 0.1), undefined)).toBeNull();
  });
});

describe("requirementDrawing", () => {
  const result = {
    metric: "accuracy",
    candidate: "large",
    slice: null,
    against: "small",
    bound: { kind: "max_drop", value: 10, unit: "percent" },
    value: -0.02,
    low: -0.05,
    high: 0.01,
  } as RequirementResult;

  it("draws a percentage where what it is of is known", () => {
    const compared = { metric: "accuracy", candidate: "large", baseline: "small", baselineValue: 0.8 } as Comparison;
    const known = requirementDrawing(result, run([], { comparisons: [compared] }).summary);
    expect(known?.bound?.at).toBeCloseTo(-0.08);
    expect(known?.bound?.allowed).toBe("above");
    expect(known?.domain[0]).toBeLessThan(-0.08);
    expect(requirementDrawing(result, run([]).summary)?.bound).toBeNull();
    expect(requirementDrawing({ ...result, value: null }, run([]).summary)).toBeNull();
  });
});

describe("comparisonGroups", () => {
  it("gives rows of one metric and baseline one axis around zero", () => {
    const one = { metric: "accuracy", baseline: "a", candidate: "b", difference: 0.1, low: 0, high: 0.2 } as Comparison;
    const groups = comparisonGroups([one, { ...one, metric: "score" }, { ...one, candidate: "c", low: -0.4 }]);
    expect(groups.map(({ metric, members }) => [metric, members.length])).toEqual([
      ["accuracy", 2],
      ["score", 1],
    ]);
    expect(groups[0]?.domain[1]).toBeCloseTo(0.432);
    expect(groups[0]?.domain[0]).toBeCloseTo(-0.432);
    expect(leftText({ ...one, unshared: 3, changed: 2 })).toBe("3 not shared, 2 changed");
    expect(leftText({ ...one, unshared: 0 })).toBe("");
  });
});

describe("unmeasured", () => {
  it("accounts for every trial that is in no accuracy", () => {
    const trials = { planned: 20, passed: 5, failed: 1, ungraded: 4, errored: 5, cached: 0, missing: 3, skipped: 2 };
    const rows = unmeasured([
      candidate("a", 0.8, null, {
        trials,
        errors: { timeout: 2, rate_limit: 3 },
        ungradedReasons: { "no verdict": 3 },
      }),
    ]);
    expect(rows.map(({ what, count, why }) => [what, count, why.split(" ")[0]])).toEqual([
      ["errored", 3, "rate_limit"],
      ["errored", 2, "timeout"],
      ["ungraded", 3, "no"],
      ["ungraded", 1, "for"],
      ["missing", 3, "planned,"],
      ["skipped", 2, "left"],
      ["unknown price", null, "its"],
    ]);
    expect(unmeasured([SMALL])).toEqual([]);
  });
});
