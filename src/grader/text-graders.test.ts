import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";

type Row = readonly [options: Record<string, unknown>, text: string, expected: Json | undefined, verdict: string];

function table(type: string, rows: readonly Row[]): void {
  it.each(rows)("%j %j against %j: %s", async (options, text, expected, verdict) => {
    expect(await verdictOf({ type, ...options }, text, { expected })).toBe(verdict);
  });
}

describe("exact", () => {
  table("exact", [
    [{}, "billing", "billing", "pass"],
    [{}, " billing\n", "billing", "pass"],
    [{ trim: false }, " billing", "billing", "fail"],
    [{}, "Billing", "billing", "fail"],
    [{ ignore_case: true }, "Billing", "billing", "pass"],
    [{}, "18", 18, "pass"],
    [{}, "18.0", 18, "fail"],
    [{}, "true", true, "pass"],
    [{}, "null", null, "pass"],
    [{}, "", null, "fail"],
    [{}, "[1, 2]", [1, 2], "pass"],
    [{}, "[2, 1]", [1, 2], "fail"],
    [{}, "a", ["a", "b"], "fail"],
    [{}, '{ "b": 2, "a": 1 }', { a: 1, b: 2 }, "pass"],
    [{}, '{"a": 1}', { a: 1, b: 2 }, "fail"],
    [{}, "é", "e\u0301", "pass"],
    [{}, "", "", "pass"],
    [{}, "", "x", "fail"],
    [{}, "x", undefined, "ungraded"],
  ]);
  it("says what it wanted and got, on one short line", async () => {
    const { grade } = await gradeBy({ type: "exact" }, `a\n${"b".repeat(1_000)}`, { expected: "c" });
    expect(grade.reason).toBe(`expected "c", got "a ${"b".repeat(78)}…"`);
  });
});

describe("one_of", () => {
  table("one_of", [
    [{ values: ["a", "b"] }, "b", undefined, "pass"],
    [{ values: ["a", 5] }, "5", undefined, "pass"],
    [{ values: ["a"] }, "A", undefined, "fail"],
    [{ values: ["a"], ignore_case: true }, "A", undefined, "pass"],
    [{}, "b", ["a", "b"], "pass"],
    [{}, "c", ["a", "b"], "fail"],
    [{}, "a", "a", "pass"],
    [{}, "ab", ["a", "b"], "fail"],
    [{}, "", [], "ungraded"],
    [{}, "a", undefined, "ungraded"],
  ]);
});

describe("includes", () => {
  table("includes", [
    [{ value: "lo w" }, "hello world", undefined, "pass"],
    [{ value: "World" }, "hello world", undefined, "fail"],
    [{ value: "World", ignore_case: true }, "hello world", undefined, "pass"],
    [{ values: ["x", "hello"] }, "hello world", undefined, "pass"],
    [{ values: ["x", "hello"], all: true }, "hello world", undefined, "fail"],
    [{ values: ["world", "hello"], all: true }, "hello world", undefined, "pass"],
    [{ value: 0 }, "0 errors", undefined, "pass"],
    [{ value: "straße", ignore_case: true }, "HAUPTSTRASSE 5", undefined, "pass"],
    [{ value: "istanbul", ignore_case: true }, "İSTANBUL", undefined, "pass"],
    [{ value: "DIYARBAKIR", ignore_case: true }, "diyarbakır", undefined, "pass"],
    [{ value: "ΟΔΟΣ", ignore_case: true }, "η οδός, οδος", undefined, "pass"],
    [{ value: "straße" }, "strasse", undefined, "fail"],
    [{ value: "café" }, "un cafe\u0301 noir", undefined, "pass"],
    [{}, "it is Paris", "Paris", "pass"],
    [{}, "it is Paris", ["Rome", "Paris"], "pass"],
    [{}, "", "Paris", "fail"],
    [{}, "anything", "", "ungraded"],
    [{}, "anything", ["", "x"], "ungraded"],
    [{}, "anything", [], "ungraded"],
    [{}, "x", undefined, "ungraded"],
  ]);
});

describe("ends_with", () => {
  table("ends_with", [
    [{}, "So the answer is Paris. \n", "Paris.", "pass"],
    [{}, "Paris is the answer", "Paris", "fail"],
    [{ value: "paris.", ignore_case: true }, "It is Paris.", undefined, "pass"],
    [{}, "711", 11, "pass"],
    [{}, "anything", " ", "ungraded"],
    [{}, "anything", undefined, "ungraded"],
  ]);
  it("says how the text does end", async () => {
    const { grade } = await gradeBy({ type: "ends_with", value: "yes" }, `${"x".repeat(500)} no`);
    expect(grade).toMatchObject({
      pass: false,
      reason: expect.stringMatching(/^expected to end with "yes", got "x+ no"$/),
    });
  });
});

describe("starts_with", () => {
  table("starts_with", [
    [{ value: "Dear" }, "  Dear Sir", undefined, "pass"],
    [{ value: "dear" }, "Dear Sir", undefined, "fail"],
    [{ value: "dear", ignore_case: true }, "Dear Sir", undefined, "pass"],
    [{}, "Yes, of course", "Yes", "pass"],
    [{}, "", "Yes", "fail"],
    [{}, "Yes", " ", "ungraded"],
    [{}, "Yes", undefined, "ungraded"],
  ]);
});

describe("regex", () => {
  table("regex", [
    [{ pattern: "^\\d{4}$" }, "2024", undefined, "pass"],
    [{ pattern: "^\\d{4}$" }, "a 2024", undefined, "fail"],
    [{ pattern: "YES", flags: "i" }, "yes", undefined, "pass"],
    [{ pattern: "^b", flags: "m" }, "a\nb", undefined, "pass"],
    [{ pattern: "^$" }, "", undefined, "pass"],
    [{ pattern: "." }, "", undefined, "fail"],
    [{ pattern: "(a+)+$" }, `${"a".repeat(60)}!`, undefined, "ungraded"],
  ]);
});

describe("levenshtein", () => {
  it.each([
    ["", "", 1],
    ["", "a", 0],
    ["ab", "ac", 0.5],
    ["abcdefghij", "abcdefghXY", 0.8],
    ["é", "e\u0301", 1],
    ["18", 18, 1],
  ])("%j against %j: %d", async (text, expected, score) => {
    const { grade } = await gradeBy({ type: "levenshtein" }, text, { expected });
    expect(grade).toMatchObject({ score, pass: score >= 0.8 });
  });
  it("passes at its own min, else at 0.8", async () => {
    expect(await verdictOf({ type: "levenshtein", min: 0.5 }, "ab", { expected: "ac" })).toBe("pass");
    expect(await verdictOf({ type: "levenshtein", min: 0.9 }, "abcdefghij", { expected: "abcdefghXY" })).toBe("fail");
  });
  it("does not try what would take seconds", async () => {
    const { grade } = await gradeBy({ type: "levenshtein" }, "a".repeat(50_001), { expected: "b" });
    expect(grade).toMatchObject({ status: "ungraded", reason: expect.stringContaining("too long") });
  });
});

describe("length", () => {
  table("length", [
    [{ max: 3 }, "abc", undefined, "pass"],
    [{ max: 3 }, "abcd", undefined, "fail"],
    [{ max: 2 }, "👍👍", undefined, "pass"],
    [{ min: 2, unit: "words" }, " one  two ", undefined, "pass"],
    [{ min: 3, unit: "words" }, "one two", undefined, "fail"],
    [{ max: 2, unit: "lines" }, "a\nb\n", undefined, "pass"],
    [{ max: 1, unit: "lines" }, "a\nb", undefined, "fail"],
    [{ min: 1 }, "", undefined, "fail"],
    [{ max: 1 }, "e\u0301", undefined, "pass"],
    [{ max: 2, unit: "lines" }, "a\r\nb\r\n", undefined, "pass"],
    [{ max: 1, unit: "lines" }, "a\rb", undefined, "fail"],
    [{ min: 2, max: 2, unit: "sentences" }, "It rains. Does it? ", undefined, "pass"],
    [{ max: 1, unit: "sentences" }, "It costs 3.50 in all.", undefined, "pass"],
    [{ min: 1, unit: "sentences" }, "...", undefined, "fail"],
  ]);
});
