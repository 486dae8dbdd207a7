import { describe, expect, it } from "vitest";
import { holm } from "../../stats/holm.ts";
import { cases, drawn } from "../__fixtures__/rows.ts";
import { candidatePairs } from "./candidate-pairs.ts";

const rows = {
  a: "++++++++++++----",
  b: "++++++++++++++++",
  c: "++++----++++----",
};
const table = (more = {}) => drawn({ cases: cases(16) }, rows, more);

describe("candidatePairs", () => {
  it("compares every two, the reference as the baseline of its pairs", async () => {
    const pairs = candidatePairs(await table(), { reference: "c" });
    expect(pairs.map(({ metric, candidate, baseline }) => `${metric} ${candidate}-${baseline}`)).toEqual([
      "accuracy a-c",
      "accuracy b-c",
      "accuracy b-a",
    ]);
    const [first] = pairs;
    expect(first).toMatchObject({ n: 16, difference: 0.25, improvedCount: 4, regressedCount: 0 });
    expect(first?.improved).toEqual(["c4", "c5", "c6", "c7"]);
  });

  it("adjusts over the pairs of a metric, and leaves out what costs nothing or says the same again", async () => {
    const pairs = candidatePairs(await table({ costUsd: 0.001 }), { reference: "a" });
    const of = (metric: string) => pairs.filter((pair) => pair.metric === metric);
    expect(of("score")).toEqual([]);
    expect(of("cost_per_case_usd")).toHaveLength(3);
    expect(of("accuracy").map(({ pAdjusted }) => pAdjusted)).toEqual(holm(of("accuracy").map(({ p }) => p)));
    expect(candidatePairs(await table({ costUsd: 0 }), { reference: "a" }).map(({ metric }) => metric)).not.toContain(
      "cost_per_case_usd",
    );
  });

  it("compares at most eight, the reference among them, on what both were meant to do", async () => {
    const many = await drawn(
      { cases: cases(4) },
      Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`m${at}`, at % 2 ? "+-+-" : "++--"])),
    );
    const pairs = candidatePairs(many, { reference: "m11" });
    expect(pairs).toHaveLength(28);
    expect(new Set(pairs.flatMap(({ candidate, baseline }) => [candidate, baseline]))).toEqual(
      new Set(["m11", "m0", "m1", "m2", "m3", "m4", "m5", "m6"]),
    );
    const ended = candidatePairs(await table(), { reference: "a", ends: [undefined, 6, undefined] });
    expect(ended.map(({ candidate, baseline, n }) => [candidate, baseline, n])).toEqual([
      ["b", "a", 6],
      ["c", "a", 16],
      ["c", "b", 6],
    ]);
  });

  it("makes none of one candidate", async () => {
    expect(candidatePairs(await drawn({ cases: cases(2) }, { a: "+-" }), { reference: "a" })).toEqual([]);
  });
});
