import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { verdictOf } from "./__fixtures__/grade-by.ts";
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
    [{ x: "yes, and more", y: "no" }, "Yes, and more", "x", "pass"],
    [{ x: "yes", y: "no" }, "Y", "no", "pass"],
    [["3", "4", "5"], "4", "B", "pass"],
  ];
  it.each(rows)("%j: %j against %j: %s", async (choices, text, expected, verdict) => {
    const grader = { type: "choice", ...(choices === undefined ? {} : { choices }) };
    expect(await verdictOf(grader, text, { expected })).toBe(verdict);
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
