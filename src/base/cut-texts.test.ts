import { describe, expect, it } from "vitest";
import { type Cut, cutText, cutTexts } from "./cut-texts.ts";

describe("cutText", () => {
  it("keeps what is not longer", () => {
    expect(cutText("ä".repeat(50), 100)).toEqual({ text: "ä".repeat(50), bytes: null });
    expect(cutText("", 0)).toEqual({ text: "", bytes: null });
  });

  it("cuts at bytes, never within a character", () => {
    expect(cutText("abcdef", 4)).toEqual({ text: "abcd", bytes: 6 });
    for (const [text, kept] of [
      ["aäää", "aä"],
      ["a漢字", "a漢"],
      ["ab😀😀", "ab"],
    ] as const)
      expect(cutText(text, 4)).toEqual({ text: kept, bytes: Buffer.byteLength(text) });
  });
});

describe("cutTexts", () => {
  const cut = (value: unknown, most: number) => {
    const cuts: Cut[] = [];
    return { value: cutTexts(value, "v", most, cuts), cuts };
  };

  it("cuts each long text where it stands, and tells of it", () => {
    const value = { a: ["short", "x".repeat(30)], b: { c: "y".repeat(21) }, d: 1, e: null, f: true };
    expect(cut(value, 20)).toEqual({
      value: { a: ["short", "x".repeat(20)], b: { c: "y".repeat(20) }, d: 1, e: null, f: true },
      cuts: [
        { where: "v.a[1]", bytes: 30 },
        { where: "v.b.c", bytes: 21 },
      ],
    });
    expect(cut({ ["__proto__"]: "z".repeat(30) }, 20).cuts).toEqual([{ where: "v.__proto__", bytes: 30 }]);
  });

  it("makes a text of what is large without a long text in it", () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => at);
    const whole = JSON.stringify(numbers);
    expect(cut(numbers, 100)).toEqual({ value: whole.slice(0, 100), cuts: [{ where: "v", bytes: whole.length }] });
  });
});
