import { describe, expect, it } from "vitest";
import { cases, drawn, emptyTable, facts, graderFacts, output, score } from "./__fixtures__/rows.ts";
import { contiguousPrefix } from "./contiguous-prefix.ts";
import { outcomeOf, outcomesOf } from "./outcomes.ts";
import { TrialIndex } from "./trial-index.ts";

describe("trials are found by ids that are never split", () => {
  it("whatever the case ids hold", async () => {
    const ids = ["a", "a/m", "a/m/1", "", "ü/1", "m/1", "a b", "__proto__"];
    const table = await emptyTable({ candidates: ["m", "m@p"], repeats: 2, cases: ids.map((id) => facts(id)) });
    for (const [index, caseId] of ids.entries()) {
      for (const [at, candidate] of ["m", "m@p"].entries()) {
        expect(table.addOutput(output({ caseId, candidate, repeat: 2, latencyMs: index * 10 + at }))).toBe(true);
        expect(table.latencyMs[table.slotOf(index, at) + 1]).toBe(index * 10 + at);
        expect(table.addScore(score({ caseId, candidate, repeat: 2, grade: true }))).toBe(true);
      }
    }
    expect(table.strays).toBe(0);
    expect([...outcomesOf(table)]).toEqual(ids.flatMap(() => [0, 1, 0, 1]));
  });

  it("finds every one of many, and none that was not planned", () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `case-${i}`);
    const index = new TrialIndex(ids, ["/a/1", "/b/1"]);
    for (const [i, id] of ids.entries())
      expect([index.slotOf(`${id}/a/1`), index.slotOf(`${id}/b/1`)]).toEqual([2 * i, 2 * i + 1]);
    expect(index.slotOf("case-5000/a/1")).toBe(-1);
    expect(index.slotOf("case-1/a/2")).toBe(-1);
    expect(new TrialIndex([], ["/a/1"]).slotOf("x/a/1")).toBe(-1);
  });

  it("counts what a trial that was stopped has cost, and nothing else of it", async () => {
    const table = await emptyTable({ cases: cases(1) });
    expect(table.addOutput(output({ caseId: "c0", error: "budget", costUsd: 0.5 }))).toBe(true);
    expect(table.spending.usd[0]).toBe(0.5);
    expect(outcomeOf(table, 0)).toBeNull();
  });

  it("counts lines that belong nowhere, and nothing else of them", async () => {
    const table = await emptyTable({ cases: cases(1) });
    expect(table.addOutput(output({ caseId: "c9", costUsd: 1 }))).toBe(false);
    expect(table.addOutput(output({ caseId: "c0", repeat: 2, costUsd: 1 }))).toBe(false);
    expect(table.addScore(score({ caseId: "c0", grader: "gone", grade: true }))).toBe(false);
    expect(table.strays).toBe(3);
    expect(table.spending.usd[0]).toBe(0);
    expect(outcomeOf(table, 0)).toBeNull();
  });
});

describe("the last line of a trial counts", () => {
  it("an error after an answer, and an answer after an error", async () => {
    const table = await emptyTable({ cases: cases(2) });
    table.addOutput(output({ caseId: "c0", latencyMs: 5, firstTokenMs: 2 }));
    table.addScore(score({ caseId: "c0", grade: true }));
    expect(outcomeOf(table, 0)).toBe("passed");
    table.addOutput(output({ caseId: "c0", error: "timeout" }));
    expect(outcomeOf(table, 0)).toBe("errored");
    expect([table.latencyMs[0], table.firstTokenMs?.[0]]).toEqual([Number.NaN, Number.NaN]);
    table.addOutput(output({ caseId: "c1", error: "timeout" }));
    table.addOutput(output({ caseId: "c1", latencyMs: 7 }));
    table.addScore(score({ caseId: "c1", grade: false }));
    expect(outcomeOf(table, 1)).toBe("failed");
    expect([...outcomesOf(table)]).toEqual([4, 2]);
  });

  it("a grade after a grade", async () => {
    const table = await emptyTable({ cases: cases(1) });
    table.addOutput(output({ caseId: "c0" }));
    for (const grade of ["judge gave no verdict", false, true]) table.addScore(score({ caseId: "c0", grade }));
    expect(outcomeOf(table, 0)).toBe("passed");
    table.addScore(score({ caseId: "c0", grade: Number.NaN }));
    expect(outcomeOf(table, 0)).toBe("ungraded");
  });
});

describe("contiguousPrefix", () => {
  it("counts the cases that everybody has finished, from the first on", async () => {
    expect(contiguousPrefix(await drawn({ cases: cases(4) }, { a: "+-e+", b: "++u." }))).toBe(3);
    expect(contiguousPrefix(await drawn({ cases: cases(4) }, { a: "+.++", b: "++++" }))).toBe(1);
    expect(contiguousPrefix(await drawn({ cases: cases(2), repeats: 2 }, { a: "++ +." }))).toBe(1);
    expect(contiguousPrefix(await drawn({ cases: cases(3) }, { a: "+++" }))).toBe(3);
    expect(contiguousPrefix(await drawn({ cases: [] }, { a: "" }))).toBe(0);
  });

  it("an answer that a grader for all cases has not judged is not finished", async () => {
    const graders = [graderFacts("exact"), graderFacts("rare", { when: "tag:x" })];
    const table = await drawn({ cases: cases(2), graders }, { a: "+" });
    table.addOutput(output({ caseId: "c1", candidate: "a" }));
    expect(contiguousPrefix(table)).toBe(1);
    table.addScore(score({ caseId: "c1", candidate: "a", grade: true }));
    expect(contiguousPrefix(table)).toBe(2);
  });
});
