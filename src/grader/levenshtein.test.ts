import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { editSimilarity } from "./text/edit-similarity.ts";

// The table of scores is in text-graders.test.ts.
describe("levenshtein", () => {
  it("counts characters, not UTF-16 units", () => {
    expect(editSimilarity("👍", "👎")).toBe(0);
    expect(editSimilarity("👍👍", "👍👎")).toBe(0.5);
    expect(editSimilarity("a👍", "a")).toBe(0.5);
    expect(editSimilarity("\ud800", "\ud800")).toBe(1);
  });
  it("takes the best of several expected texts", async () => {
    const { grade } = await gradeBy({ type: "levenshtein" }, "colour", { expected: ["red", "color"] });
    expect(grade).toMatchObject({ score: 5 / 6, pass: true, reason: null });
    expect(await verdictOf({ type: "levenshtein" }, "", { expected: [] })).toBe("ungraded");
  });
  it("says what it wanted and got", async () => {
    const { grade } = await gradeBy({ type: "levenshtein" }, "ab", { expected: "ac" });
    expect(grade).toMatchObject({ reason: 'similarity 0.5 is below 0.8: expected "ac", got "ab"' });
  });
  it("counts 50,000 characters as few enough, however many units they have", async () => {
    const long = "👍".repeat(50_000);
    expect(await verdictOf({ type: "levenshtein" }, long, { expected: long })).toBe("pass");
    const { grade } = await gradeBy({ type: "levenshtein" }, "x", { expected: ["x", `${long}x`] });
    expect(grade).toEqual({ status: "ungraded", reason: "too long (50001 characters; at most 50,000)" });
  });
  it("agrees with the table of all prefixes, is symmetric and 1 on the same text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "👍", "漢"), maxLength: 80 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const longer = Math.max([...a].length, [...b].length);
        expect(editSimilarity(a, b)).toBe(longer === 0 ? 1 : (longer - edits([...a], [...b])) / longer);
        expect(editSimilarity(a, b)).toBe(editSimilarity(b, a));
        expect(editSimilarity(a, a)).toBe(1);
      }),
      { seed: 1 },
    );
  });
});

/** Wagner and Fischer 1974. */
function edits(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, index) => index + 1);
  a.forEach((left, index) => {
    let [before, corner] = [index + 1, index];
    row = b.map((right, at) => {
      const above = row[at] ?? 0;
      before = Math.min(before + 1, above + 1, corner + (left === right ? 0 : 1));
      corner = above;
      return before;
    });
  });
  return row.at(-1) ?? a.length;
}
