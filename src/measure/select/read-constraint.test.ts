import { describe, expect, it } from "vitest";
import { constraintsOfSuite, readConstraint } from "./read-constraint.ts";

describe("readConstraint", () => {
  it.each([
    ["accuracy>=0.9", { metric: "accuracy", operator: ">=", bound: 0.9, slice: null, text: "accuracy >= 0.9" }],
    [" accuracy @ tag:billing >= 80% ", { slice: "tag:billing", bound: 0.8, text: "accuracy >= 0.8 on tag:billing" }],
    ["accuracy@metadata.lang:de>0.5", { slice: "metadata.lang:de", operator: ">", bound: 0.5 }],
    ["cost_per_case_usd<$0.002", { operator: "<", bound: 0.002, unit: "usd" }],
    ["latency_p95_ms<=2s", { operator: "<=", bound: 2_000 }],
    ["latency_p95_ms<=1.5e3ms", { bound: 1_500 }],
    ["grader.tone>=.5", { metric: "grader.tone", bound: 0.5 }],
  ])("reads %s", (text, expected) => {
    expect(readConstraint(text, ["tone"])).toMatchObject({
      status: "read",
      constraint: { source: "flag", ...expected },
    });
  });

  it.each([
    ["accuracy", '"accuracy" is no constraint'],
    ["accuracy=0.9", "is no constraint"],
    ["accuracy=>0.9", "is no constraint"],
    ["accuray>=0.9", 'did you mean "accuracy"'],
    ["accuracy>=high", '"high" is no bound for accuracy'],
    ["accuracy>=$0.9", "is no bound"],
    ["latency_p95_ms<=50%", "is no bound"],
    ["accuracy>=2s", "is no bound"],
  ])("refuses %s", (text, message) => {
    const read = readConstraint(text, []);
    expect(read.status === "wrong" ? read.message : "").toContain(message);
  });
});

describe("constraintsOfSuite", () => {
  const source = { index: 0, line: 1, col: 1 };
  const common = { slice: null, candidate: null, against: null, decide: "interval", source } as const;

  it("takes the absolute requirements alone, with their slice, candidate and way to decide", () => {
    const constraints = constraintsOfSuite([
      { ...common, metric: "accuracy", bound: { kind: "min", value: 0.8, unit: "metric" }, slice: "tag:x" },
      { ...common, metric: "accuracy", bound: { kind: "max_drop", value: 0.03, unit: "metric" } },
      {
        ...common,
        metric: "latency_p95_ms",
        bound: { kind: "max", value: 900, unit: "metric" },
        candidate: "a",
        decide: "point",
      },
      { ...common, metric: "accuracy", bound: { kind: "min", value: 0.1, unit: "metric" }, against: "b" },
    ]);
    expect(constraints).toMatchObject([
      { text: "accuracy >= 0.8 on tag:x", slice: "tag:x", candidate: null, source: "suite" },
      { text: "latency_p95_ms <= 900 for a", operator: "<=", candidate: "a", decide: "point" },
    ]);
  });
});
