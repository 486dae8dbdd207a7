import { describe, expect, it } from "vitest";
import type { Comparison, Summary } from "../../../domain/summary.ts";
import type { ViewerColumns } from "../../../domain/viewer.ts";
import { indexOf } from "../cases/case-index.ts";
import { joinColumns } from "./join-columns.ts";
import { comparedSides } from "./load-comparison.ts";
import { comparisonsOf, reversed } from "./pair-comparisons.ts";
import { readSide, readSides, sidesText, sideText } from "./sides.ts";

const comparison = (more: Partial<Comparison>): Comparison => ({
  metric: "accuracy",
  baseline: "a",
  candidate: "b",
  n: 10,
  difference: 0.1,
  low: -0.02,
  high: 0.22,
  p: 0.04,
  pAdjusted: 0.08,
  method: "tango+mcnemar-midp",
  improved: ["x"],
  regressed: ["y", "z"],
  improvedCount: 1,
  regressedCount: 2,
  unshared: 0,
  candidateValue: 0.7,
  baselineValue: 0.6,
  ...more,
});

describe("reversed", () => {
  it("is the comparison from the other side, and back", () => {
    const other = reversed(comparison({}));
    expect(other).toMatchObject({
      baseline: "b",
      candidate: "a",
      difference: -0.1,
      low: -0.22,
      high: 0.02,
      improved: ["y", "z"],
      regressedCount: 1,
      candidateValue: 0.6,
      baselineValue: 0.7,
      p: 0.04,
    });
    expect(reversed(other)).toEqual(comparison({}));
    expect(Object.is(reversed(comparison({ difference: 0, low: null })).difference, 0)).toBe(true);
    expect(reversed(comparison({ low: null })).high).toBeNull();
  });
});

describe("comparisonsOf", () => {
  const summary = {
    comparisons: [comparison({ pAdjusted: 0.5 }), comparison({ slice: "tag:x", difference: 9 })],
  } as unknown as Summary;
  const pairs = [comparison({}), comparison({ metric: "score" }), comparison({ candidate: "c", metric: "score" })];

  it("takes the summary's figure first and every metric once", () => {
    const found = comparisonsOf({ summary, pairs }, "a", "b");
    expect(found.map(({ metric, pAdjusted }) => [metric, pAdjusted])).toEqual([
      ["accuracy", 0.5],
      ["score", 0.08],
    ]);
  });

  it("turns a pair around where it is asked the other way", () => {
    expect(comparisonsOf({ summary, pairs }, "c", "a")).toMatchObject([
      { baseline: "c", candidate: "a", difference: -0.1 },
    ]);
    expect(comparisonsOf({ summary, pairs }, "b", "c")).toEqual([]);
  });
});

describe("sides of an address", () => {
  it("are candidates of this run or of another", () => {
    expect(readSide("openai:gpt", "r1", ["openai:gpt"])).toEqual({ run: "r1", candidate: "openai:gpt" });
    expect(readSide("r2:openai:gpt", "r1", ["openai:gpt"])).toEqual({ run: "r2", candidate: "openai:gpt" });
    expect(readSide("plain", "r1", [])).toEqual({ run: "r1", candidate: "plain" });
    expect(sideText({ run: "r2", candidate: "x" }, "r1")).toBe("r2:x");
    expect(sideText({ run: "r1", candidate: "x" }, "r1")).toBe("x");
  });

  it("stand together in one word, whatever they hold", () => {
    const sides = ["a,b", "100%", "%2C", "plain"];
    expect(readSides(sidesText(sides))).toEqual(sides);
    expect(readSides(null)).toEqual([]);
  });

  it("are the reference and all others where the address does not say", () => {
    const chosen = (query: string, names = ["m1", "m2", "m3"]) =>
      comparedSides(new URLSearchParams(query), names, "m2");
    expect(chosen("")).toEqual({ base: "m2", others: ["m1", "m3"] });
    expect(chosen("a=m1&b=m3,m1")).toEqual({ base: "m1", others: ["m3"] });
    expect(chosen("", [])).toEqual({ base: null, others: [] });
    expect(chosen("", ["m1", "m2", "m3", "m4", "m5", "m6"]).others).toEqual(["m1"]);
  });
});

describe("joinColumns", () => {
  const columns = (ids: string[], outcomes: string, repeats: number, inputs = ids): ViewerColumns => ({
    ids,
    inputs,
    expected: ids.map(() => "yes"),
    tags: ids.map(() => []),
    tagNames: [],
    repeats,
    candidates: [
      {
        candidate: "m",
        outcomes,
        grades: { exact: outcomes },
        scores: [...outcomes].map(() => 1),
        latencyMs: [...outcomes].map((_, at) => at),
        costUsd: [...outcomes].map(() => null),
        answers: ids.map((id) => `answer ${id}`),
      },
    ],
    chunkCases: 10,
    trials: { shown: outcomes.length, of: outcomes.length },
  });

  it("pairs cases by id and content, with what repeats each has", () => {
    const one = columns(["a", "b", "c", "d"], "ppff", 1);
    const two = columns(["d", "c", "a", "e"], "ppfffpff", 2, ["d", "changed", "a", "e"]);
    const joined = joinColumns([
      { columns: one, candidate: "m", label: "m" },
      { columns: two, candidate: "m", label: "r2:m" },
    ]);
    expect(joined).toMatchObject({ unshared: 3, changed: 1, columns: { ids: ["a", "d"], repeats: 2 } });
    const [left, right] = joined?.columns.candidates ?? [];
    expect([left?.candidate, right?.candidate]).toEqual(["m", "r2:m"]);
    expect(left?.outcomes).toBe("p f ");
    expect(right?.outcomes).toBe("fppp");
    expect(right?.answers).toEqual(["answer a", "answer d"]);
    const index = joined === null ? null : indexOf(joined.columns, null);
    expect([...(index?.candidates[0]?.missing ?? [])]).toEqual([0, 0]);
    expect([...(index?.candidates[1]?.share ?? [])]).toEqual([0.5, 1]);
  });

  it("is nothing where a run has no such candidate", () => {
    const one = columns(["a"], "p", 1);
    expect(joinColumns([{ columns: one, candidate: "nobody", label: "x" }])).toBeNull();
  });
});
