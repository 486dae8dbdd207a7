import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contextFor, failing, gradeBy, type Surroundings, verdictOf } from "./__fixtures__/grade-by.ts";
import { judgesOf } from "./nested.ts";
import { makeGrader } from "./registry.ts";
import { graderSchema, normaliseGrader } from "./schema.ts";
import { cosine } from "./text/cosine.ts";

const statement = { type: "similarity", model: "small" };
const vectors: Readonly<Record<string, readonly number[]>> = {
  king: [1, 0],
  queen: [4, 3],
  table: [0, 2],
  anti: [-1, 0],
  none: [0, 0],
  broken: [Number.NaN, 1],
  wide: [1, 0, 0],
};
const around = (expected: Surroundings["expected"]): Surroundings => ({
  expected,
  embed: (texts) => texts.map((text) => vectors[text] ?? []),
});
const gradeOf = async (text: string, expected: Surroundings["expected"]) =>
  (await gradeBy(statement, text, around(expected))).grade;

describe("similarity", () => {
  it.each([
    ["king", "queen", 0.8],
    ["king", "table", 0],
    ["king", "anti", 0],
    ["king", "king", 1],
    ["king", ["table", "queen", "anti"], 0.8],
  ])("%s against %j: %d", async (text, expected, score) => {
    expect(await gradeOf(text, expected)).toMatchObject({ score, pass: score >= 0.8 });
  });
  it("records the call and its cost as a judge's", async () => {
    expect(await gradeOf("king", "table")).toEqual({
      status: "scored",
      score: 0,
      pass: false,
      label: null,
      reason: 'similarity 0 is below 0.8: expected "table", got "king"',
      costUsd: 0.001,
      judge: { model: "small", reply: "", inputTokens: 100, outputTokens: 20, cached: false },
    });
  });
  it("asks once, for the text and all that is expected, and names its model", async () => {
    const asked: unknown[] = [];
    const embed = (texts: readonly string[], model: string) => {
      asked.push([model, texts]);
      return texts.map(() => [1]);
    };
    await gradeBy(statement, "a", { expected: ["b", 5], embed });
    expect(asked).toEqual([["small", ["a", "b", "5"]]]);
    expect(judgesOf(normaliseGrader(graderSchema.parse({ type: "not", grader: statement })))).toEqual(["small"]);
  });
  it("fails an empty text without a call", async () => {
    expect(await gradeOf(" \n", "king")).toEqual({
      status: "scored",
      score: 0,
      pass: false,
      label: null,
      reason: "the text is empty",
    });
  });
  it.each([
    ["none", "king", "the embedding model gave a vector of zeros"],
    ["king", ["king", "broken"], "the embedding model gave a vector with a value that is no number"],
    ["king", "wide", "the embedding model gave vectors of 2 and 3 numbers"],
    ["king", "", "the expected text is empty"],
    ["king", [], "the case's expected list is empty"],
  ])("does not judge %s against %j: %s", async (text, expected, reason) => {
    expect(await gradeOf(text, expected)).toMatchObject({ status: "ungraded", reason });
  });
  it("does not judge by too few vectors, but counts what they cost", async () => {
    const { grade } = await gradeBy(statement, "a", { expected: "b", embed: () => [[1]] });
    expect(grade).toMatchObject({
      status: "ungraded",
      reason: "the embedding model gave 1 vectors for 2 texts",
      costUsd: 0.001,
      judge: { model: "small" },
    });
  });
  it("does not judge when the call failed", async () => {
    const grader = await makeGrader(normaliseGrader(statement), { baseDir: "/" });
    const context = { ...contextFor({ expected: "b" }), embed: async () => failing("rate_limit", "slow down") };
    expect((await grader.grade("a", context)).grade).toEqual({
      status: "ungraded",
      reason: "embedding call failed: rate_limit: slow down",
      costUsd: null,
    });
  });
  it("passes at its own min", async () => {
    expect(await verdictOf({ ...statement, min: 0.81 }, "king", around("queen"))).toBe("fail");
    expect(await verdictOf({ ...statement, min: 0 }, "king", around("table"))).toBe("pass");
  });
});

describe("cosine", () => {
  it("is symmetric, in 0 to 1, and 1 for the same direction, whatever the size of the numbers", () => {
    const vector = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const score = cosine(a, b);
        expect(score).toBe(cosine(b, a));
        if (score !== null) expect(score >= 0 && score <= 1).toBe(true);
        const same = cosine(a, a);
        if (same === null) expect(a.every((value) => value === 0)).toBe(true);
        else expect(same).toBeCloseTo(1, 12);
      }),
      { seed: 1 },
    );
  });
});
