import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { commonIndicesWith, commonLength } from "./text/common-subsequence.ts";
import { ROUGE_VARIANTS, rougeScore } from "./text/rouge-score.ts";
import { rougeTokens } from "./text/rouge-tokens.ts";

async function scoreOf(options: Record<string, unknown>, text: string, expected: Json) {
  const { grade } = await gradeBy({ type: "rouge", ...options }, text, { expected });
  return grade.status === "scored" ? grade.score : grade.reason;
}

describe("rouge", () => {
  // Rows of google-research/rouge/rouge_scorer_test.py, F-measures.
  it.each([
    ["rouge1", "testing", "testing one two", 0.5],
    ["rouge2", "testing one", "testing one two", 2 / 3],
    ["rougeL", "testing two", "testing one two", 0.8],
    ["rougeLsum", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5", "w1 w2 w3 w4 w5", 8 / 15],
    ["rougeLsum", "Second sentence.\nFirst Sentence.", "First sentence.\nSecond Sentence.", 1],
    ["rougeLsum", "/", "w1 w2", 0],
    ["rougeL", "", "w1", 0],
  ])("%s: %j against %j: %d", async (variant, text, expected, score) => {
    expect(await scoreOf({ variant }, text, expected)).toBe(score);
  });
  it("is rougeL without stemming unless stated", async () => {
    expect(await scoreOf({}, "two testing", "testing one two")).toBe(0.4);
    expect(await scoreOf({}, "tests", "testing")).toBe(0);
    expect(await scoreOf({ stem: true }, "tests", "testing")).toBe(1);
    // Up to three characters a word is left as it is.
    expect(await scoreOf({ stem: true }, "ads", "ad")).toBe(0);
  });
  it("takes the best of several, and leaves out those without words", async () => {
    expect(await scoreOf({}, "a b", ["x", "", "a b c"])).toBe(0.8);
  });
  it("does not judge by a reference that has nothing to find again", async () => {
    expect(await scoreOf({}, "x", "?!")).toBe("the expected text has no word to compare with");
    expect(await scoreOf({ variant: "rouge2" }, "yes", "yes")).toBe(
      "the expected text has no two words to compare with",
    );
    expect(await scoreOf({}, "x", [])).toBe("the case's expected list is empty");
  });
  it("says what it wanted and got", async () => {
    const { grade } = await gradeBy({ type: "rouge" }, "c", { expected: "a b" });
    expect(grade).toMatchObject({ pass: false, reason: 'rougeL 0 is below 0.8: expected "a b", got "c"' });
  });
  it("does not try what would take seconds", async () => {
    const long = "a ".repeat(25_001);
    expect(await scoreOf({}, long, "a")).toBe("too long (50002 characters; at most 50,000)");
    expect(await scoreOf({ variant: "rougeLsum" }, "a", long)).toBe("too long (50002 characters; at most 50,000)");
    expect(await verdictOf({ type: "rouge", variant: "rouge1" }, long, { expected: long })).toBe("pass");
    const lines = Array.from({ length: 1_001 }, (_, index) => `w${index}`).join("\n");
    expect(await scoreOf({ variant: "rougeLsum" }, lines, lines)).toBe("too long (too many lines to compare)");
    // The same line again is no work.
    expect(await scoreOf({ variant: "rougeLsum" }, "a b\n".repeat(10_000), "a b\n".repeat(10_000))).toBe(1);
  });
  it("ends in time at its bounds", () => {
    const words = (seed: number) => Array.from({ length: 19_000 }, (_, at) => (at * at * seed) % 7).join(" ");
    for (const variant of ["rougeL", "rougeLsum"] as const) {
      const started = performance.now();
      expect(rougeScore(variant, words(3), words(5), false).status).toBe("scored");
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  });
});

describe("rougeTokens", () => {
  it.each([
    ["It's 3.5 e-mails_here!", ["it", "s", "3", "5", "e", "mails", "here"]],
    ["Crème BRÛLÉE", ["crème", "brûlée"]],
    ["東京は large です", ["東", "京", "は", "large", "で", "す"]],
    ["привет, мир", ["привет", "мир"]],
    ["한국어 문장", ["한국어", "문장"]],
    ["ที่นี่", ["ที่", "นี่"]],
    ["👍 …", []],
  ])("%j", (text, tokens) => {
    expect(rougeTokens(text, false)).toEqual(tokens.map((token) => token.normalize("NFC")));
  });
  it("is google-research's on ASCII", () => {
    const ascii = fc.string({ unit: "binary-ascii" });
    fc.assert(
      fc.property(ascii, (text) => {
        const theirs = text
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, " ")
          .split(/\s+/)
          .filter((token) => token !== "");
        expect(rougeTokens(text, false)).toEqual(theirs);
        // A letter of another script brings the other way of finding words; the words stay the same.
        expect(rougeTokens(`${text} ж`, false)).toEqual([...theirs, "ж"]);
      }),
      { seed: 1 },
    );
  });
});

const tokens = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 90 });

describe("the longest common subsequence", () => {
  it("is that of the full table, and so are its indices", () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, (left, right, other) => {
        const { length, indices } = fullTable(left, right);
        expect(commonLength(left, right)).toBe(length);
        const commonWith = commonIndicesWith(left);
        // What it keeps from one comparison must not show in the next.
        commonWith(other);
        expect(commonWith(right)).toEqual(indices);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("the score", () => {
  it("is symmetric but for rougeLsum, 1 on the same text and between 0 and 1", () => {
    const text = fc.oneof(
      tokens.map((words) => words.join(" ")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, text, fc.boolean(), (a, b, stem) => {
        for (const variant of ROUGE_VARIANTS) {
          const [score, back] = [rougeScore(variant, a, b, stem), rougeScore(variant, b, a, stem)];
          if (score.status === "scored") expect(score.fmeasure >= 0 && score.fmeasure <= 1).toBe(true);
          if (variant !== "rougeLsum" && score.status === "scored" && back.status === "scored") {
            expect(score).toEqual({ ...back, precision: back.recall, recall: back.precision });
          }
          const same = rougeScore(variant, a, a, stem);
          if (same.status === "scored") expect(same.fmeasure).toBe(1);
        }
      }),
      { seed: 1 },
    );
  });
});

/** The quadratic table, walked back as google-research does: left only where that loses nothing and up would. */
function fullTable(left: readonly string[], right: readonly string[]) {
  const table = [right.map(() => 0).concat(0)];
  for (const [row, own] of left.entries()) {
    const above = table[row] ?? [];
    const line = [0];
    right.forEach((other, at) => {
      line.push(own === other ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, line[at] ?? 0));
    });
    table.push(line);
  }
  const at = (row: number, column: number) => table[row]?.[column] ?? 0;
  const indices: number[] = [];
  let [row, column] = [left.length, right.length];
  while (row > 0 && column > 0) {
    if (left[row - 1] === right[column - 1]) {
      indices.push(row - 1);
      row -= 1;
      column -= 1;
    } else if (at(row, column - 1) > at(row - 1, column)) column -= 1;
    else row -= 1;
  }
  return { length: at(left.length, right.length), indices };
}
