import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { squadF1, squadTokens } from "./text/squad-f1.ts";

describe("f1", () => {
  it.each([
    // From the SQuAD script's convention: p and r of the words that are left.
    ["Paris", "Paris, Texas", 2 / 3],
    ["The answer is 3.14.", "3.14", 0.5],
    ["a big  Moose!", "the big moose", 1],
    ["big big moose", "big moose moose", 2 / 3],
    ["don't", "dont", 1],
    ["Ängström à la carte", "ängström à la carte", 1],
    ["wrong", "right", 0],
    ["18", 18, 1],
    ["", "x", 0],
    ["x", "", 0],
  ])("%j against %j: %d", async (text, expected, score) => {
    const { grade } = await gradeBy({ type: "f1" }, text, { expected });
    expect(grade).toMatchObject({ status: "scored", pass: score >= 0.8 });
    expect(grade.status === "scored" && grade.score).toBeCloseTo(score, 12);
  });
  it("takes the best of several", async () => {
    const { grade } = await gradeBy({ type: "f1" }, "Paris", { expected: ["London", "Paris, Texas"] });
    expect(grade).toMatchObject({ reason: 'F1 0.666 is below 0.8: expected "Paris, Texas", got "Paris"' });
    expect(await verdictOf({ type: "f1" }, "Paris", { expected: ["London", "the Paris"] })).toBe("pass");
    expect(await verdictOf({ type: "f1" }, "Paris", { expected: [] })).toBe("ungraded");
  });
  it("passes an empty answer only where none is expected", async () => {
    for (const text of ["", " \n"]) {
      expect(await verdictOf({ type: "f1" }, text, { expected: "" })).toBe("pass");
      expect(await verdictOf({ type: "f1" }, text, { expected: ["x", ""] })).toBe("pass");
      // Nothing is left of either: the script would call it right.
      for (const expected of ["A", "the", "?"])
        expect(await verdictOf({ type: "f1" }, text, { expected })).toBe("fail");
    }
    expect(await verdictOf({ type: "f1" }, "A", { expected: "A" })).toBe("pass");
  });
  it("drops whole articles alone, in any script", () => {
    expect(squadTokens("An aé the théa anthem a")).toEqual(["aé", "théa", "anthem"]);
  });
  it("is symmetric, 1 on the same text and between 0 and 1", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom("a", "the", "cat", "cat.", "sat")).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const score = squadF1(a, b);
        expect(score).toBe(squadF1(b, a));
        expect(score >= 0 && score <= 1).toBe(true);
        expect(squadF1(a, a)).toBe(1);
      }),
      { seed: 1 },
    );
  });
});
