import { describe, expect, it } from "vitest";
import { countMessageTokens, maxTokensOf } from "./estimate.ts";
import { plannedTrials, trialId } from "./plan.ts";

describe("plan", () => {
  it("counts cases × candidates × repeats", () => {
    const candidates = ["a", "b"].map((id) => ({ id })) as never;
    expect(plannedTrials({ candidates, repeats: 3, caseCount: 7, order: new Uint32Array(7), seed: 1 })).toBe(42);
  });

  it("names a trial by its parts", () => {
    expect(trialId("t/1", "mini@terse", 2)).toBe("t/1/mini@terse/2");
  });
});

describe("estimate", () => {
  const perCharacter = (text: string) => text.length;

  it("counts texts of every form, and some framing for each message", () => {
    expect(countMessageTokens([{ role: "user", content: "12345" }], perCharacter)).toBe(9);
    const parts = [
      { type: "text", text: "123" },
      { type: "image", url: "https://x.test/y.png" },
    ] as const;
    expect(countMessageTokens([{ role: "user", content: parts }], perCharacter)).toBe(7);
    expect(countMessageTokens([], perCharacter)).toBe(0);
  });

  it("finds max_tokens under each of its names, and nothing where there is none", () => {
    expect(maxTokensOf({ params: { max_tokens: 5 } })).toBe(5);
    expect(maxTokensOf({ params: { max_completion_tokens: 6 } })).toBe(6);
    expect(maxTokensOf({ params: { max_output_tokens: 7 } })).toBe(7);
    expect(maxTokensOf({ params: {} })).toBeNull();
    expect(maxTokensOf({ params: { max_tokens: "5" } })).toBeNull();
  });
});
