import { describe, expect, it } from "vitest";
import type { Reply, TokenLogprob } from "../../domain/output.ts";
import { gradeBy, replying } from "../__fixtures__/grade-by.ts";
import { expectedValue } from "./expected-value.ts";

type Shares = Readonly<Record<string, number>>;

/** Tokens as an API tells them: one text each, the last verdict with its alternatives. */
function tokens(texts: readonly (string | readonly [string, Shares])[]): readonly TokenLogprob[] {
  return texts.map((entry) => {
    const [token, shares] = typeof entry === "string" ? [entry, { [entry]: 1 }] : entry;
    const top = Object.entries(shares).map(([text, share]) => ({ token: text, logprob: Math.log(share) }));
    return { token, logprob: Math.log(shares[token] ?? 1), top };
  });
}

const line = (shares: Shares, token = " 4") => tokens(["Fine", ".\n", "VER", "DICT", ":", [token, shares]]);

describe("expectedValue", () => {
  it("is the mean over the numbers of the scale, renormalised", () => {
    const found = expectedValue(line({ " 4": 0.6, " 5": 0.2, " 3": 0.1, " the": 0.05, " 9": 0.05 }), 4, 1, 5);
    expect(found?.value).toBeCloseTo((4 * 0.6 + 5 * 0.2 + 3 * 0.1) / 0.9, 12);
    expect(found?.mass).toBeCloseTo(0.9, 12);
  });
  it("adds up the spellings of a number", () => {
    const found = expectedValue(line({ " 4": 0.5, "4": 0.25, "5": 0.25 }), 4, 1, 5);
    expect(found?.value).toBeCloseTo(4.25, 12);
  });
  it("says nothing below half of the probability", () => {
    expect(expectedValue(line({ " 4": 0.3, " 5": 0.15, " The": 0.5 }), 4, 1, 5)).toBeNull();
  });
  it("finds the verdict in JSON, not what the reasoning quotes", () => {
    const reply = tokens([
      '{"',
      "reasoning",
      '":"',
      'it says \\"verdict\\": ',
      "5",
      '","',
      "verdict",
      '":',
      ["2", { "2": 0.9, "1": 0.1 }],
      "}",
    ]);
    expect(expectedValue(reply, 2, 1, 5)?.value).toBeCloseTo(1.9, 12);
  });
  it("needs the verdict in one token", () => {
    const split = tokens(["VERDICT: ", ["1", { "1": 0.6, "7": 0.4 }], ["0", { "0": 1 }]]);
    expect(expectedValue(split, 10, 1, 10)).toBeNull();
    expect(expectedValue(tokens(["VERDICT: ", "10"]), 10, 1, 10)?.value).toBe(10);
  });
  it("does not take the first digit of 10 for a 1", () => {
    const digits = tokens(["VERDICT: ", ["7", { "7": 0.6, "1": 0.4 }]]);
    expect(expectedValue(digits, 7, 1, 10)?.value).toBeCloseTo(7, 12);
    const numbers = tokens(["VERDICT: ", ["7", { "7": 0.6, "1": 0.2, "10": 0.2 }]]);
    expect(expectedValue(numbers, 7, 1, 10)?.value).toBeCloseTo(7 * 0.6 + 0.2 + 2, 12);
  });
  it("says nothing where the tokens say something else, or nothing", () => {
    expect(expectedValue([], 4, 1, 5)).toBeNull();
    expect(expectedValue(line({ " 4": 1 }), 3, 1, 5)).toBeNull();
    expect(expectedValue(line({ " 1": 1 }, " 1"), 1, -2, 2)).toBeNull();
    expect(expectedValue(line({ " 4": Number.NaN }), 4, 1, 5)).toBeNull();
  });
});

describe("judge on a scale", () => {
  const judge = { type: "judge", model: "referee", rubric: "How polite?", mode: "scale", scale: [1, 5], min: 0.7 };
  const withTokens = (text: string, logprobs: readonly TokenLogprob[]): Reply => {
    const reply = replying(text);
    return reply.status === "ok" ? { ...reply, answer: { ...reply.answer, logprobs } } : reply;
  };

  it("gives the number its place between the ends", async () => {
    const { grade } = await gradeBy(judge, "Thanks!", { reply: replying("Warm.\nVERDICT: 4") });
    expect(grade).toMatchObject({ score: 0.75, pass: true, label: null, parts: { verdict: 4 } });
    const low = await gradeBy(judge, "No.", { reply: replying("Curt.\nVERDICT: 1") });
    expect(low.grade).toMatchObject({ score: 0, pass: false, reason: '1 on a scale from 1 to 5: "Curt."' });
  });
  it("asks for probabilities where they are told, and takes their mean", async () => {
    let asked: number | undefined;
    const text = "Warm.\nVERDICT: 4";
    const { grade } = await gradeBy(judge, "Thanks!", {
      abilities: { logprobs: true },
      reply: (_, __, options) => {
        asked = options.logprobs;
        return withTokens(text, tokens(["Warm", ".\nVERDICT: ", ["4", { "4": 0.5, "5": 0.5 }]]));
      },
    });
    expect(asked).toBe(20);
    expect(grade).toMatchObject({ score: 0.875, parts: { verdict: 4, expected: 4.5, mass: 1 } });
  });
  it("asks for none where they are not told", async () => {
    let asked: object = {};
    await gradeBy(judge, "x", {
      reply: (_, __, options) => {
        asked = options;
        return replying("VERDICT: 3");
      },
    });
    expect(asked).toEqual({});
  });
  it("takes numbers of structured replies, as texts too", async () => {
    const asks = { ...judge, verdict: "structured" };
    const score = async (verdict: unknown) => {
      const { grade } = await gradeBy(asks, "x", { reply: replying(JSON.stringify({ reasoning: "r", verdict })) });
      return grade.status === "scored" ? grade.score : null;
    };
    expect(await score(5)).toBe(1);
    expect(await score("3")).toBe(0.5);
    expect(await score(4.5)).toBeNull();
    expect(await score(9)).toBeNull();
    expect(await score(null)).toBeNull();
  });
});
