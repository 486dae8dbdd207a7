import { describe, expect, it } from "vitest";
import { compileRegex } from "./bounded-regex.ts";

describe("compileRegex", () => {
  it("counts groups and refuses what is no pattern", () => {
    expect(compileRegex("(a)(?:b)(?<c>c)").groupCount).toBe(2);
    expect(compileRegex("a", "i").groupCount).toBe(0);
    expect(() => compileRegex("(")).toThrow(SyntaxError);
    expect(() => compileRegex("a", "q")).toThrow(SyntaxError);
  });

  it("holds no state between texts", () => {
    const regex = compileRegex("a", "g");
    expect(
      [regex.test("ba"), regex.test("ba"), regex.test("b")].map((result) => result.status === "done" && result.value),
    ).toEqual([true, true, false]);
  });

  it.each([
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "(.*)*x",
    "(?:a*)*b",
    "a*a*a*a*a*a*a*a*b",
    "(a?){40}a{40}",
    "(x+x+)+y|(a+)+$",
    "(\\w+)\\1+\\1+!$",
  ])("stops %s in time", (pattern) => {
    const started = performance.now();
    const result = compileRegex(pattern).test(`${"a".repeat(3_000)}!`);
    expect(performance.now() - started).toBeLessThan(20_000);
    if (result.status === "done") expect(typeof result.value).toBe("boolean");
  });

  it("stops what is slow only on long texts", () => {
    const started = performance.now();
    expect(compileRegex("\\s+$").test(`${" ".repeat(1_000_000)}x`)).toEqual({ status: "timeout" });
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("agrees with the plain matcher, with and without the time-out", () => {
    for (const length of [3, 3_000]) {
      const text = `${"ab ".repeat(length)}12-34`;
      for (const pattern of ["(\\d+)-(\\d+)", "b\\s", "[^a]+$", "zz", "(?=1)\\d", "^ab"]) {
        const all = [...text.matchAll(new RegExp(pattern, "g"))];
        const last = compileRegex(pattern).find(text, 0, "last");
        const first = compileRegex(pattern).find(text, 0, "first");
        expect(last.status === "done" && (last.value?.[0] ?? null)).toBe(all.at(-1)?.[0] ?? null);
        expect(first.status === "done" && (first.value?.[0] ?? null)).toBe(all[0]?.[0] ?? null);
      }
    }
  });
});
