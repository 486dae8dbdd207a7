import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunStatus } from "../domain/run.ts";
import type { RequirementResult, Verdict } from "../domain/summary.ts";
import { exitCodeOf, verdictOf, worstExitCode } from "./verdict.ts";

const STATUSES: readonly RunStatus[] = ["running", "complete", "incomplete", "interrupted"];

function result(verdict: Verdict, decides = true): RequirementResult {
  return {
    metric: "accuracy",
    candidate: "mini",
    slice: null,
    against: null,
    bound: { kind: "min", value: 0.85, unit: "metric" },
    decides,
    verdict,
    value: 0.9,
    low: 0.8,
    high: 0.95,
    reason: "",
    casesNeeded: null,
  };
}

const results = fc.array(
  fc
    .tuple(fc.constantFrom("pass", "fail", "undecided"), fc.boolean())
    .map(([verdict, decides]) => result(verdict, decides)),
  { maxLength: 5 },
);
const status = fc.constantFrom(...STATUSES);

describe("verdictOf", () => {
  it.each([
    [[], "complete", "none"],
    [[result("fail", false)], "complete", "none"],
    [[result("pass"), result("pass")], "complete", "pass"],
    [[result("pass"), result("fail", false)], "complete", "pass"],
    [[result("pass"), result("undecided")], "complete", "undecided"],
    [[result("undecided"), result("fail")], "complete", "fail"],
    [[result("pass")], "incomplete", "undecided"],
    [[result("fail")], "incomplete", "fail"],
    [[result("fail")], "interrupted", "fail"],
    [[result("pass")], "running", "undecided"],
  ] as const)("%#", (of, ended, verdict) => {
    expect(verdictOf(of, ended)).toBe(verdict);
  });

  it("is never a pass unless every deciding requirement passes and the run is complete", () => {
    fc.assert(
      fc.property(results, status, (of, ended) => {
        if (verdictOf(of, ended) !== "pass") return;
        expect(ended).toBe("complete");
        expect(of.filter(({ decides }) => decides).map(({ verdict }) => verdict)).toContain("pass");
        expect(of.every(({ decides, verdict }) => !decides || verdict === "pass")).toBe(true);
      }),
    );
  });
});

describe("exitCodeOf", () => {
  it("follows the contract's order: 1, 4, 3, 0", () => {
    fc.assert(
      fc.property(results, status, fc.boolean(), (of, ended, allowUndecided) => {
        const deciding = of.filter(({ decides }) => decides);
        const stands = deciding.some(({ verdict }) => verdict === "fail");
        const undecided = deciding.some(({ verdict }) => verdict === "undecided");
        const expected = stands ? 1 : ended !== "complete" ? 4 : undecided && !allowUndecided ? 3 : 0;
        const verdict = verdictOf(of, ended);
        expect(exitCodeOf({ status: ended, verdict }, allowUndecided)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("--allow-undecided never touches 1 or 4", () => {
    expect(exitCodeOf({ status: "incomplete", verdict: "undecided" }, true)).toBe(4);
    expect(exitCodeOf({ status: "complete", verdict: "fail" }, true)).toBe(1);
    expect(exitCodeOf({ status: "incomplete", verdict: "none" }, true)).toBe(4);
  });
});

describe("worstExitCode", () => {
  it("is the first of 130, 143, 2, 1, 4, 3, 0 that is there", () => {
    const order = [130, 143, 2, 1, 4, 3, 0];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (codes) => {
        expect(worstExitCode(codes)).toBe(order[Math.min(...codes.map((code) => order.indexOf(code)))]);
      }),
    );
    expect(worstExitCode([])).toBe(0);
  });
});
