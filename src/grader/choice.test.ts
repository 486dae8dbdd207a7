import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { checkGrader } from "./nested.ts";
import { normaliseGrader } from "./schema.ts";

const cities = ["Paris", "London", "Rome", "Oslo"];

describe("choice", () => {
  const rows: readonly (readonly [unknown, string, Json | undefined, string])[] = [
    [undefined, "B", "B", "pass"],
    [undefined, "(b)", "B", "pass"],
    [undefined, "B", "b", "pass"],
    [undefined, "The answer is C.", "C", "pass"],
    [undefined, "The answer is C.", "B", "fail"],
    [undefined, "A dog", "A", "fail"],
    [undefined, "no idea", "A", "fail"],
    [undefined, "", "A", "fail"],
    [undefined, "B", undefined, "ungraded"],
    [undefined, "B", "London", "ungraded"],
    [cities, "B", "B", "pass"],
    [cities, "London", "B", "pass"],
    [cities, "london.", "B", "pass"],
    [cities, "**B. London**", "London", "pass"],
    [cities, "B) London", "B", "pass"],
    [cities, "B", "London", "pass"],
    [cities, "Paris", "London", "fail"],
    [cities, "The answer is (D), Oslo.", "Oslo", "pass"],
    [cities, "E", "B", "fail"],
    [cities, "B", "Madrid", "ungraded"],
    [cities, "A, B and C", ["A", "B", "C"], "pass"],
    [cities, "C; A; B", ["A", "B", "C"], "pass"],
    [cities, "ABC", ["A", "B", "C"], "pass"],
    [cities, "A, B, and C", "A, B, C", "pass"],
    [cities, "Paris, London", ["A", "B"], "pass"],
    [cities, "A and B", ["A", "B", "C"], "fail"],
    [cities, "A, B, C", ["A", "B"], "fail"],
    [cities, "A or B", ["A", "B"], "fail"],
    [cities, "A or B", "B", "fail"],
    [cities, "Paris or London", "London", "fail"],
    [cities, "The answer is either A or B.", "B", "fail"],
    [cities, "The answer is A or B.", "A", "fail"],
    [cities, "The answer is (A) and (B).", "A", "fail"],
    [cities, "Is it A or B? The answer is B.", "B", "pass"],
    [cities, "The answer is B and A is wrong.", "B", "pass"],
    [cities, "A/B", "B", "fail"],
    [cities, "A and B", "B", "fail"],
    [cities, "The correct answers are A, B and C.", ["A", "B", "C"], "pass"],
    [cities, "I think:\n**Answer:** (A), (C)", ["C", "A"], "pass"],
    [cities, "The answers are A and B.", ["A", "C"], "fail"],
    [cities, "**B**", "B", "pass"],
    [cities, "(B)", "B", "pass"],
    [cities, "B) Paris", "B", "pass"],
    [cities, "\\boxed{B}", "B", "pass"],
    [cities, "", "B", "fail"],
    [{ x: "yes, and more", y: "no" }, "Yes, and more", "x", "pass"],
    [{ x: "yes", y: "no" }, "Y", "no", "pass"],
    [["3", "4", "5"], "4", "B", "pass"],
  ];
  it.each(rows)("%j: %j against %j: %s", async (choices, text, expected, verdict) => {
    const grader = { type: "choice", ...(choices === undefined ? {} : { choices }) };
    expect(await verdictOf(grader, text, { expected })).toBe(verdict);
  });
  it("says that several options are named", async () => {
    const { grade } = await gradeBy({ type: "choice", choices: cities }, "A or B", { expected: "B" });
    expect(grade.reason).toBe('names several options without settling on one: "A or B"');
  });
  it("follows options that are shuffled from case to case", async () => {
    const grader = { type: "choice", choices: "options" };
    for (const [options, letter] of [
      [["Paris", "London"], "B"],
      [["London", "Paris"], "A"],
    ] as const) {
      const around = { expected: "London", vars: { options: [...options] } };
      expect(await verdictOf(grader, `The answer is (${letter}).`, around)).toBe("pass");
      expect(await verdictOf(grader, letter === "A" ? "B" : "A", around)).toBe("fail");
    }
  });
  it("takes the options from the case, where each has its own", async () => {
    const grader = { type: "choice", choices: "options" };
    expect(await verdictOf(grader, "London", { expected: "B", vars: { options: cities } })).toBe("pass");
    expect(await verdictOf(grader, "London", { expected: "B" })).toBe("ungraded");
  });
  it("refuses options that cannot be told apart", () => {
    const problems = (choices: Json) => checkGrader(normaliseGrader({ type: "choice", choices }));
    expect(problems(["B", "A"])).toEqual([
      { path: "choices", message: "the text of option A is the letter of another option" },
    ]);
    expect(problems(["x", "X "])).toEqual([{ path: "choices", message: "two options have the same text" }]);
    expect(problems(cities)).toEqual([]);
  });
});
