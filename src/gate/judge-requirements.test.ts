import { describe, expect, it } from "vitest";
import type { PairedValues } from "../domain/comparison.ts";
import type { Estimate } from "../domain/estimate.ts";
import type { Bound, Requirement } from "../domain/suite.ts";
import { decideAbsolute, type GateFacts, judgeRequirements } from "./judge-requirements.ts";

const estimate = (value: number | null, low: number | null, high: number | null, more: Partial<Estimate> = {}) => ({
  value,
  low,
  high,
  n: 198,
  method: "wilson",
  ...more,
});

const requirement = (
  bound: Partial<Bound> & { kind: Bound["kind"] },
  more: Partial<Requirement> = {},
): Requirement => ({
  metric: "accuracy",
  bound: { value: 0.85, unit: "metric", ...bound },
  slice: null,
  candidate: null,
  against: null,
  decide: "interval",
  source: { index: 0, line: 1, col: 1 },
  ...more,
});

const facts = (found: Estimate | null, more: Partial<GateFacts> = {}): GateFacts => ({
  candidates: ["mini"],
  gate: null,
  estimateOf: () => found,
  supposing: () => null,
  pairing: () => ({ status: "none", reason: "no baseline: evals baseline save latest" }),
  measured: () => found?.n ?? 0,
  unitOf: () => "share",
  complete: true,
  ...more,
});

function judged(of: Requirement, found: GateFacts) {
  const [result] = judgeRequirements([of], found);
  if (result === undefined) throw new Error("no result");
  return result;
}

describe("decideAbsolute", () => {
  // min, then max, for a bound of 10.
  it.each([
    [{ value: 12, low: 11, high: 13 }, "pass", "fail"],
    [{ value: 12, low: 10, high: 13 }, "pass", "undecided"],
    [{ value: 12, low: 9, high: 13 }, "undecided", "undecided"],
    [{ value: 8, low: 7, high: 10 }, "undecided", "pass"],
    [{ value: 8, low: 7, high: 9 }, "fail", "pass"],
    [{ value: 12, low: null, high: 13 }, "undecided", "undecided"],
    [{ value: 12, low: 11, high: null }, "pass", "fail"],
    [{ value: 8, low: 7, high: null }, "undecided", "undecided"],
    [{ value: 8, low: null, high: 9 }, "fail", "pass"],
    [{ value: 12, low: null, high: null }, "undecided", "undecided"],
    [{ value: 10, low: 10, high: 10 }, "pass", "pass"],
    [{ value: null, low: null, high: null }, "undecided", "undecided"],
  ] as const)("%o: min %s, max %s", (found, min, max) => {
    const whole = { ...found, n: 9, method: "t" };
    expect(decideAbsolute(whole, "min", 10, "interval")).toBe(min);
    expect(decideAbsolute(whole, "max", 10, "interval")).toBe(max);
  });

  it.each([
    [9, "fail", "pass"],
    [10, "pass", "pass"],
    [11, "pass", "fail"],
    [null, "undecided", "undecided"],
  ] as const)("by the value alone, %s: min %s, max %s", (value, min, max) => {
    const wide = { value, low: 0, high: 20, n: 2, method: "t" };
    expect(decideAbsolute(wide, "min", 10, "point")).toBe(min);
    expect(decideAbsolute(wide, "max", 10, "point")).toBe(max);
  });
});

describe("judgeRequirements", () => {
  it("says what was found, why, and how many cases would do", () => {
    expect(judged(requirement({ kind: "min" }), facts(estimate(171 / 198, 0.8087, 0.9045)))).toEqual({
      metric: "accuracy",
      candidate: "mini",
      slice: null,
      against: null,
      bound: { kind: "min", value: 0.85, unit: "metric" },
      decides: true,
      verdict: "undecided",
      value: 171 / 198,
      low: 0.8087,
      high: 0.9045,
      reason:
        "accuracy 0.8636 [0.8087, 0.9045] straddles min 0.85; about 2,634 cases would decide if the figure stays (198 now)",
      casesNeeded: 2634,
    });
  });

  it("passes and fails with the reason", () => {
    const pass = judged(requirement({ kind: "min" }), facts(estimate(0.95, 0.9, 0.98)));
    expect([pass.verdict, pass.reason, pass.casesNeeded]).toEqual([
      "pass",
      "accuracy 0.95 [0.9, 0.98] is wholly within min 0.85",
      null,
    ]);
    const fail = judged(requirement({ kind: "min" }), facts(estimate(0.5, 0.4, 0.6)));
    expect([fail.verdict, fail.reason]).toEqual(["fail", "accuracy 0.5 [0.4, 0.6] is wholly outside min 0.85"]);
  });

  it("judges facts of the run by their value", () => {
    const cost = requirement({ kind: "max", value: 0.5 }, { metric: "cost_total_usd" });
    const exact = (value: number) => estimate(value, value, value, { method: "exact" });
    const usd = { unitOf: () => "usd" };
    expect(judged(cost, facts(exact(0.5), usd))).toMatchObject({
      verdict: "pass",
      reason: "cost_total_usd $0.50 is wholly within max $0.50",
    });
    expect(judged(cost, facts(exact(0.51), usd))).toMatchObject({ verdict: "fail", casesNeeded: null });
  });

  it("never takes what is unknown or was not measured for a pass", () => {
    const cost = requirement({ kind: "max", value: 0.5 }, { metric: "cost_total_usd" });
    const unknown = estimate(null, null, null, { n: 0, method: "unknown-price" });
    expect(judged(cost, facts(unknown))).toMatchObject({
      verdict: "undecided",
      value: null,
      reason: "cost_total_usd is unknown (unknown-price)",
    });
    expect(judged(cost, facts(null))).toMatchObject({
      verdict: "undecided",
      reason: "cost_total_usd was not measured",
    });
    expect(judged({ ...cost, decide: "point" }, facts(unknown)).verdict).toBe("undecided");
  });

  it("a regression fails the run if it stands among all that decide (Holm)", () => {
    // 3 better, 12 worse: p 0.0106 by itself.
    const values = (better: number, worse: number): PairedValues => ({
      metric: "accuracy",
      better: "higher",
      form: { type: "mean" },
      candidate: Float64Array.from({ length: 200 }, (_, i) => (i >= better && i < better + worse ? 0 : 1)),
      baseline: Float64Array.from({ length: 200 }, (_, i) => (i < better ? 0 : 1)),
      clusters: null,
      weights: null,
      repeats: { candidate: 1, baseline: 1 },
      ids: Array.from({ length: 200 }, (_, i) => `c-${i}`),
      unshared: 0,
      changed: 0,
      warnings: [],
    });
    const pairing: GateFacts["pairing"] = (_metric, candidate) => ({
      status: "paired",
      values: candidate === "mini" ? values(3, 12) : values(6, 6),
    });
    const of = requirement({ kind: "max_drop", value: 0.03 });
    const told = (candidates: readonly string[], gate: readonly string[] | null = null) =>
      judgeRequirements([of], facts(null, { candidates, gate, pairing, measured: () => 200 })).find(
        ({ candidate }) => candidate === "mini",
      );
    expect(told(["mini"])?.verdict).toBe("fail");
    expect(told(["mini", "a"])?.verdict).toBe("fail");
    const five = told(["mini", "a", "b", "c", "d"]);
    expect(five?.verdict).toBe("undecided");
    expect(five?.reason).toContain("among 5 requirements against a baseline");
    // Those that do not decide are in no family.
    expect(told(["mini", "a", "b", "c", "d"], ["mini"])?.verdict).toBe("fail");
  });

  it("compares nobody with themselves", () => {
    const asked: string[] = [];
    const pairing: GateFacts["pairing"] = (_metric, candidate, _slice, against) => {
      asked.push(`${candidate} ${against}`);
      return { status: "none", reason: "nothing" };
    };
    const of = requirement({ kind: "max_drop", value: 0.03 }, { against: "haiku" });
    judgeRequirements([of], facts(null, { candidates: ["mini", "haiku"], pairing }));
    expect(asked).toEqual(["mini haiku"]);
  });

  it.each(["max_drop", "max_increase"] as const)("%s without a baseline is undecided", (kind) => {
    const result = judged(requirement({ kind, value: 10, unit: "percent" }), facts(estimate(0.9, 0.88, 0.95)));
    expect(result.verdict).toBe("undecided");
    expect(result.reason).toBe("no baseline: evals baseline save latest");
  });

  it("decides by the value alone where the suite says so", () => {
    const point = requirement({ kind: "min" }, { decide: "point" });
    const result = judged(point, facts(estimate(0.86, 0.7, 0.95)));
    expect([result.verdict, result.reason, result.casesNeeded]).toEqual([
      "pass",
      "accuracy 0.86 [0.7, 0.95] meets min 0.85 (by the value alone)",
      null,
    ]);
  });

  describe("with trials that have no result", () => {
    const min = requirement({ kind: "min" });
    const good = estimate(0.9, 0.86, 0.93);

    it("a pass that would not hold had they failed is undecided", () => {
      const supposing: GateFacts["supposing"] = (what) => (what === "failed" ? estimate(0.88, 0.84, 0.91) : good);
      const result = judged(min, facts(good, { supposing }));
      expect(result.verdict).toBe("undecided");
      expect(result.reason).toContain("it would not hold had the trials without a result failed");
      // The figure printed stays the measured one; the cases needed are those of the worse one.
      expect([result.value, result.low]).toEqual([0.9, 0.86]);
      expect(result.casesNeeded).toBeGreaterThan(198);
    });

    it("more cases are no help where the errors alone would be below the bound", () => {
      const supposing: GateFacts["supposing"] = (what) => (what === "failed" ? estimate(0.84, 0.8, 0.87) : good);
      const result = judged(min, facts(good, { supposing }));
      expect([result.verdict, result.casesNeeded]).toEqual(["undecided", null]);
    });

    it("a pass that holds all the same stays one", () => {
      const supposing: GateFacts["supposing"] = () => estimate(0.89, 0.85, 0.92);
      expect(judged(min, facts(good, { supposing })).verdict).toBe("pass");
    });

    it("is a failure only if it stands had they passed", () => {
      const bad = estimate(0.5, 0.4, 0.6);
      const better = facts(bad, { supposing: () => estimate(0.9, 0.8, 0.95) });
      expect(judged(min, better)).toMatchObject({ verdict: "undecided", casesNeeded: null });
      expect(judged(min, better).reason).toContain("it might hold had the trials without a result passed");
      const still = facts(bad, { supposing: () => estimate(0.6, 0.5, 0.7) });
      expect(judged(min, still).verdict).toBe("fail");
    });

    it("is no failure in a run with trials to come, for a metric of which nobody can say what they would do", () => {
      const slow = requirement({ kind: "max", value: 10 }, { metric: "latency_p95_ms" });
      const late = estimate(20, 15, 30, { method: "order-statistics" });
      expect(judged(slow, facts(late)).verdict).toBe("fail");
      expect(judged(slow, facts(late, { complete: false })).verdict).toBe("undecided");
    });

    it("asks about the same metric, candidate and slice", () => {
      const asked: unknown[] = [];
      const supposing: GateFacts["supposing"] = (...question) => {
        asked.push(question);
        return null;
      };
      judged(requirement({ kind: "min" }, { slice: "tag:a" }), facts(good, { supposing }));
      expect(asked).toEqual([
        ["failed", "accuracy", "mini", "tag:a"],
        ["passed", "accuracy", "mini", "tag:a"],
      ]);
    });
  });

  describe("for several candidates", () => {
    const values: Record<string, Estimate> = {
      "mini/all": estimate(0.95, 0.9, 0.98),
      "haiku/all": estimate(0.5, 0.4, 0.6),
      "mini/tag:a": estimate(0.2, 0.1, 0.3),
    };
    const several = facts(null, {
      candidates: ["mini", "haiku"],
      gate: ["mini"],
      estimateOf: (_, candidate, slice) => values[`${candidate}/${slice ?? "all"}`] ?? null,
    });
    const told = (of: Requirement) =>
      judgeRequirements([of], several).map(({ candidate, decides, verdict }) => [candidate, decides, verdict]);

    it("judges each, and those of the gate decide", () => {
      expect(told(requirement({ kind: "min" }))).toEqual([
        ["mini", true, "pass"],
        ["haiku", false, "fail"],
      ]);
    });

    it("a requirement's own candidate decides, in the gate or not", () => {
      expect(told(requirement({ kind: "min" }, { candidate: "haiku" }))).toEqual([["haiku", true, "fail"]]);
      expect(told(requirement({ kind: "min" }, { candidate: "absent" }))).toEqual([]);
    });

    it("looks at the slice", () => {
      expect(told(requirement({ kind: "min" }, { slice: "tag:a" }))).toEqual([
        ["mini", true, "fail"],
        ["haiku", false, "undecided"],
      ]);
    });

    it("all decide without a gate, in the order of requirements, then candidates", () => {
      const both = judgeRequirements([requirement({ kind: "min" }), requirement({ kind: "max", value: 1 })], {
        ...several,
        gate: null,
      });
      expect(both.map(({ bound, candidate, decides }) => `${bound.kind} ${candidate} ${decides}`)).toEqual([
        "min mini true",
        "min haiku true",
        "max mini true",
        "max haiku true",
      ]);
    });
  });
});
