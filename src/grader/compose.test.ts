import { describe, expect, it } from "vitest";
import { gradeBy, replying, verdictOf } from "./__fixtures__/grade-by.ts";

const passes = { type: "length", min: 0 };
const fails = { type: "length", min: 1_000_000 };
const cannot = { type: "exact" };
const halfway = { type: "levenshtein", min: 0.5, expected: "ab" };

describe("not", () => {
  it.each([
    [passes, "fail"],
    [fails, "pass"],
    [cannot, "ungraded"],
    [{ type: "not", grader: fails }, "fail"],
  ])("%j: %s", async (grader, verdict) => {
    expect(await verdictOf({ type: "not", grader }, "text")).toBe(verdict);
  });
  it("turns the score round", async () => {
    expect((await gradeBy({ type: "not", grader: halfway }, "axxx")).grade).toMatchObject({ score: 0.75, pass: true });
  });
  it("does not pass where there was no answer to extract", async () => {
    const grader = { type: "not", grader: { type: "exact", expected: "5", extract: "number" } };
    expect(await verdictOf(grader, "4")).toBe("pass");
    expect(await verdictOf(grader, "none")).toBe("fail");
  });
});

describe("all and any", () => {
  it.each([
    [[passes, passes], "pass", "pass"],
    [[passes, fails], "fail", "pass"],
    [[fails, fails], "fail", "fail"],
    [[passes, cannot], "ungraded", "pass"],
    [[fails, cannot], "fail", "ungraded"],
    [[cannot], "ungraded", "ungraded"],
  ])("%j: all %s, any %s", async (graders, all, any) => {
    expect(await verdictOf({ type: "all", graders }, "text")).toBe(all);
    expect(await verdictOf({ type: "any", graders }, "text")).toBe(any);
  });
  it("record their parts, and name what failed", async () => {
    const { grade } = await gradeBy(
      {
        type: "all",
        graders: [
          { ...passes, id: "first" },
          { ...fails, id: "second" },
        ],
      },
      "text",
    );
    expect(grade).toMatchObject({ score: 0, pass: false, reason: "second: 4 characters, at least 1000000 wanted" });
    expect(grade.parts).toMatchObject([
      { grader: "first", status: "scored", score: 1, pass: true },
      { grader: "second", status: "scored", score: 0, pass: false },
    ]);
  });
  it("add up what their judges cost; one unknown price makes the sum unknown", async () => {
    const judge = { type: "judge", model: "j", rubric: "ok?" };
    const one = await gradeBy({ type: "all", graders: [passes, judge] }, "text", { reply: replying("VERDICT: PASS") });
    expect(one.grade).toMatchObject({ pass: true, costUsd: 0.001, judge: { model: "j", reply: "VERDICT: PASS" } });
    const two = await gradeBy({ type: "any", graders: [judge, { ...judge, model: "k" }] }, "text", {
      reply: (_, model) => replying("VERDICT: FAIL", "stop", model === "k" ? null : 0.5),
    });
    expect(two.grade).toMatchObject({ pass: false, costUsd: null });
    expect(two.grade.judge).toMatchObject({ model: "j, k", calls: 2, cachedCalls: 0, spentUsd: null });
    expect((await gradeBy({ type: "all", graders: [passes] }, "text")).grade.costUsd).toBeUndefined();
  });
});

describe("weighted", () => {
  it("is the mean by weight, against min", async () => {
    const graders = [{ ...passes, weight: 3 }, fails];
    expect((await gradeBy({ type: "weighted", min: 0.75, graders }, "text")).grade).toMatchObject({
      score: 0.75,
      pass: true,
    });
    expect((await gradeBy({ type: "weighted", min: 0.8, graders }, "text")).grade).toMatchObject({
      pass: false,
      reason: "score 0.75 is below 0.8",
    });
    expect(await verdictOf({ type: "weighted", min: 0.5, graders: [...graders, cannot] }, "text")).toBe("ungraded");
    expect(
      await verdictOf({ type: "weighted", min: 0.5, graders: [...graders, { ...cannot, weight: 0 }] }, "text"),
    ).toBe("pass");
    expect(await verdictOf({ type: "weighted", advisory: true, graders }, "text")).toBe("score");
  });
});
