import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases, emptyTable, graderFacts, output, score } from "./__fixtures__/rows.ts";
import { outcomeOf, ungradedReason } from "./outcomes.ts";

type Said = boolean | number | string | null;

/** One answered trial, with what each grader said; null: no line. Graders are for some cases only, unless said. */
async function judged(said: readonly Said[], { advisory = [] as boolean[], when = "tag:x" as string | null } = {}) {
  const graders = said.map((_, i) => graderFacts(`g${i}`, { advisory: advisory[i] ?? false, when }));
  const table = await emptyTable({ cases: cases(1), graders });
  table.addOutput(output({ caseId: "c0" }));
  for (const [i, grade] of said.entries()) {
    if (grade !== null) table.addScore(score({ caseId: "c0", grader: `g${i}`, grade }));
  }
  return table;
}

describe("outcome of a trial", () => {
  it.each<[Said[], string, string?]>([
    [[true], "passed"],
    [[false], "failed"],
    [[true, true], "passed"],
    [[true, false], "failed"],
    [["no expected", false], "failed"],
    [[true, "no expected"], "ungraded", "no expected"],
    [[null], "ungraded", "no grader applies"],
    [[], "ungraded", "no grader applies"],
    [[true, null], "passed"],
    [[true, 0.1], "passed"],
    [[0.9], "ungraded", "no grader gives a pass"],
    [[0.9, false], "failed"],
    [[0.9, "judge failed"], "ungraded", "judge failed"],
  ])("%j is %s", async (said, outcome, reason) => {
    const table = await judged(said);
    expect(outcomeOf(table, 0)).toBe(outcome);
    if (reason !== undefined) expect(ungradedReason(table, 0)).toBe(reason);
  });

  it("advisory graders decide nothing", async () => {
    expect(outcomeOf(await judged([true, false], { advisory: [false, true] }), 0)).toBe("passed");
    expect(outcomeOf(await judged([true, "judge failed"], { advisory: [false, true] }), 0)).toBe("passed");
    expect(outcomeOf(await judged([true], { advisory: [true] }), 0)).toBe("ungraded");
  });

  it("a grader for every case that left no line has not judged yet: never a pass", async () => {
    const table = await judged([true, null], { when: null });
    expect(outcomeOf(table, 0)).toBe("ungraded");
    expect(ungradedReason(table, 0)).toBe("not graded yet");
    expect(outcomeOf(await judged([false, null], { when: null }), 0)).toBe("failed");
  });

  it("follows the contract's sentence, whatever the graders say", async () => {
    const grade = fc.constantFrom<Said>(true, false, 0.5, "?", null);
    const one = fc.record({ grade, advisory: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 5 }), async (graders) => {
        const said = graders.map((g) => g.grade);
        const table = await judged(said, { advisory: graders.map((g) => g.advisory) });
        const counted = graders.filter((g) => !g.advisory).map((g) => g.grade);
        const expected = counted.includes(false)
          ? "failed"
          : counted.includes("?") || !counted.includes(true)
            ? "ungraded"
            : "passed";
        expect(outcomeOf(table, 0)).toBe(expected);
      }),
    );
  });
});
