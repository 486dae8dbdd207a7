import { describe, expect, it } from "vitest";
import { cases, drawn, emptyTable, graderFacts, output, score } from "../__fixtures__/rows.ts";
import { trialColumns } from "./trial-columns.ts";

const all = (n: number) => ({ cases: Uint32Array.from({ length: n }, (_, at) => at), has: () => true });

describe("trialColumns", () => {
  it("has a letter and a figure a trial, by case, then by repeat", async () => {
    const table = await drawn({ cases: cases(3), repeats: 2 }, { a: "+- ue .+", b: "++ ++ ++" }, { latencyMs: 12.345 });
    const [a, b] = trialColumns(table, all(3));
    expect(a).toEqual({
      candidate: "a",
      outcomes: "pfue-p",
      grades: { exact: "pfu--p" },
      scores: [1, 0, null, null, null, 1],
      latencyMs: [12.35, 12.35, 12.35, null, null, 12.35],
      costUsd: [null, null, null, null, null, null],
    });
    expect(b?.outcomes).toBe("pppppp");
  });

  it("says what each grader said, and nothing of those that do not apply", async () => {
    const graders = [
      graderFacts("exact"),
      graderFacts("tone", { advisory: true }),
      graderFacts("odd", { when: "tag:odd" }),
    ];
    const table = await emptyTable({ cases: cases(3), graders });
    for (const caseId of ["c0", "c1", "c2"]) table.addOutput(output({ caseId, costUsd: 0.00012345678 }));
    table.addScore(score({ caseId: "c0", grade: true }));
    table.addScore(score({ caseId: "c0", grader: "tone", grade: 0.3333333333 }));
    table.addScore(score({ caseId: "c1", grade: false }));
    table.addScore(score({ caseId: "c1", grader: "odd", grade: "no verdict" }));
    const [column] = trialColumns(table, all(3));
    // No line of a grader that applies to all: it has not judged yet.
    expect(column?.grades).toEqual({ exact: "pfu", tone: "suu", odd: "-u-" });
    expect(column?.outcomes).toBe("pfu");
    expect(column?.costUsd).toEqual([0.000123457, 0.000123457, 0.000123457]);
  });

  it("leaves out cases, and marks trials, that are not shown", async () => {
    const table = await drawn({ cases: cases(4) }, { a: "+-+-", b: "----" }, { latencyMs: 5 });
    const [a, b] = trialColumns(table, { cases: Uint32Array.of(1, 3), has: (index, at) => index === 1 || at === 1 });
    expect(a).toMatchObject({ outcomes: "f.", grades: { exact: "f-" }, scores: [0, null], latencyMs: [5, null] });
    expect(b).toMatchObject({ outcomes: "ff", scores: [0, 0] });
  });
});
