import { describe, expect, it } from "vitest";
import { candidate, comparison, requirement, rules, summaryOf, unknownPrice } from "./__fixtures__/inputs.ts";
import {
  candidateVerdict,
  comparisonWord,
  costCell,
  countsText,
  differenceCell,
  durationCell,
  measuredParts,
  moneyOrUnknown,
  pCell,
  requirementText,
  runLine,
  shareCell,
  simulatedNote,
  spentLine,
  unmeasuredParts,
} from "./cells.ts";

const estimate = (value: number | null, low: number | null = null, high: number | null = null) => ({
  value,
  low,
  high,
  n: 10,
  method: "wilson",
});

describe("cells", () => {
  it.each([
    [estimate(0.8636, 0.809, 0.905), "86.4% [80.9, 90.5]"],
    [estimate(1, 0.9, 1), "100.0% [90.0, 100.0]"],
    [estimate(0.9999, 0.999, 0.99999), ">99.9% [99.9, >99.9]"],
    [estimate(0.0001, 0, 0.0004), "<0.1% [0.0, <0.1]"],
    [estimate(0.5), "50.0%"],
    [estimate(null), "n/a"],
    [undefined, "n/a"],
  ])("share %#", (of, cell) => {
    expect(shareCell(of)).toBe(cell);
  });

  it("durations and costs: what is unknown is never 0", () => {
    expect(durationCell(estimate(412.3))).toBe("412 ms");
    expect(durationCell(estimate(null))).toBe("n/a");
    expect(durationCell(undefined)).toBe("n/a");
    expect(costCell(estimate(0.0024))).toBe("$0.0024");
    expect(costCell(estimate(0))).toBe("$0");
    expect(costCell(unknownPrice)).toBe("unknown");
    expect(costCell(estimate(null))).toBe("n/a");
    expect(costCell(undefined)).toBe("n/a");
    expect(moneyOrUnknown(null)).toBe("unknown");
  });

  it("outcomes add up to what was planned", () => {
    const trials = { planned: 5000, passed: 1710, failed: 270, ungraded: 3, errored: 2, cached: 0, missing: 3015 };
    const parts = [...measuredParts(candidate({ trials })), ...unmeasuredParts(candidate({ trials }))];
    expect(parts).toEqual(["1,710 passed", "270 failed", "3 ungraded", "2 errored", "3,015 missing"]);
    const sum = parts.reduce((total, part) => total + Number(part.replace(/\D/g, "")), 0);
    expect(sum).toBe(trials.planned);
    expect(unmeasuredParts(candidate({ trials: { ...trials, ungraded: 0, errored: 0, missing: 0 } }))).toEqual([]);
  });

  it("a candidate's verdict is its worst", () => {
    const of = (...requirements: ReturnType<typeof requirement>[]) =>
      candidateVerdict(summaryOf({ requirements }), "mini@terse");
    expect(of()).toBeNull();
    expect(of(requirement({ candidate: "rules" }))).toBeNull();
    expect(of(requirement({ verdict: "pass" }))).toEqual({ verdict: "pass", decides: true });
    expect(of(requirement({ verdict: "pass" }), requirement())).toEqual({ verdict: "undecided", decides: true });
    expect(of(requirement(), requirement({ verdict: "fail", decides: false }))).toEqual({
      verdict: "fail",
      decides: true,
    });
    expect(of(requirement({ decides: false }))).toEqual({ verdict: "undecided", decides: false });
  });

  it.each([
    [{}, "accuracy >= 0.85"],
    [{ slice: "tag:billing" }, "accuracy >= 0.85 on tag:billing"],
    [{ bound: { kind: "max", value: 2000, unit: "metric" } }, "accuracy <= 2000"],
    [
      { bound: { kind: "max_drop", value: 0.03, unit: "metric" }, against: "rules" },
      "accuracy drops at most 0.03 against rules",
    ],
    [{ bound: { kind: "max_increase", value: 10, unit: "percent" } }, "accuracy rises at most 10%"],
  ] as const)("requirement %#", (more, text) => {
    expect(requirementText(requirement(more))).toBe(text);
  });

  it.each([
    [{}, "+12.0 points [+6.0, +18.0]"],
    [{ difference: -0.01, low: -0.05, high: 0.03 }, "−1.0 points [−5.0, +3.0]"],
    [{ difference: 0, low: null, high: null }, "0.0 points"],
    [{ difference: -0.0001, low: -0.1, high: 0.1 }, "0.0 points [−10.0, +10.0]"],
    [{ difference: null }, "n/a"],
  ])("difference %#", (more, text) => {
    expect(differenceCell(comparison(more))).toBe(text);
  });

  it.each([
    [{ pAdjusted: 0.05, difference: 0.1 }, "better"],
    [{ pAdjusted: 0.05, difference: -0.1 }, "worse"],
    [{ pAdjusted: 0.051, difference: 0.5 }, "no difference shown"],
    [{ pAdjusted: 0.001, difference: 0 }, "no difference shown"],
    // The raw p says nothing: many are compared.
    [{ p: 0.001, pAdjusted: 0.2 }, "no difference shown"],
    [{ pAdjusted: null }, "not comparable"],
    [{ difference: null }, "not comparable"],
  ])("%o shows: %s", (more, word) => {
    expect(comparisonWord(comparison(more))).toBe(word);
  });

  it.each([
    [null, "n/a"],
    [1, "1.0000"],
    [0.04999, "0.0500"],
    [0.00078, "0.00078"],
    [0.0000123, "1.2e-5"],
    [0, "0"],
  ])("p %s is %s", (p, text) => {
    expect(pCell(p)).toBe(text);
  });

  it("the lines about the run", () => {
    expect(runLine(summaryOf())).toBe("200 cases × 2 candidates = 400 trials · 5.12 s");
    const one = { candidates: [candidate({ trials: { ...rules.trials, planned: 1 } })], cases: 1, repeats: 1 };
    expect(
      runLine(summaryOf({ ...one, wallMs: null, status: "incomplete", statusReason: "the budget was reached" })),
    ).toBe("1 case × 1 candidate = 1 trial · incomplete: the budget was reached");
    expect(runLine(summaryOf({ repeats: 3 }))).toContain("× 3 repeats");
    expect(spentLine(summaryOf())).toBe("spent $0.0024 on 398 calls");
    const cached = candidate({ trials: { ...rules.trials, cached: 1500 } });
    const spent = {
      candidatesUsd: null,
      judgesUsd: 0.5,
      calls: 1,
      unpricedCalls: 2,
      replayedFrom: "2026-11-20T10:00:00.000Z",
      replayedTo: "2026-11-22T10:00:00.000Z",
    };
    expect(spentLine(summaryOf({ candidates: [cached], spent }))).toBe(
      "spent unknown on 1 call, $0.50 on judges, 2 calls of unknown usage not counted, 1,500 outputs replayed from 2026-11-20 to 2026-11-22",
    );
  });

  it("says what is simulated, and how often what went wrong", () => {
    expect(simulatedNote(summaryOf())).toBeNull();
    expect(simulatedNote(summaryOf({ candidates: [candidate({ simulated: true }), rules] }))).toBe(
      "SIMULATED: the outputs of mini@terse are a declared simulation, not a model's",
    );
    expect(countsText({ timeout: 3, rate_limit: 1200 })).toBe("rate_limit 1,200, timeout 3");
    expect(countsText({})).toBe("");
  });
});
