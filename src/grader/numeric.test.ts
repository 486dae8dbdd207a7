import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";

describe("numeric", () => {
  const rows: readonly (readonly [Record<string, unknown>, string, Json | undefined, string])[] = [
    [{}, "11", 11, "pass"],
    [{}, "711", 11, "fail"],
    [{}, "11", "11.0", "pass"],
    [{}, "$1,234.50", 1234.5, "pass"],
    [{}, "€ 1,234", "1234", "pass"],
    [{}, "5 €", 5, "pass"],
    [{}, "60%", 60, "pass"],
    [{}, "60%", 0.6, "fail"],
    [{}, "-5", -5, "pass"],
    [{}, "5", -5, "fail"],
    [{}, "−5", -5, "pass"],
    [{}, "+5", 5, "pass"],
    [{}, "1e3", 1000, "pass"],
    [{}, "1.5E-3", 0.0015, "pass"],
    [{}, "3 × 10^8", 3e8, "pass"],
    [{}, "1 000 000", 1_000_000, "pass"],
    [{}, " 18.\n", 18, "pass"],
    [{}, "0.3", 0.1 + 0.2, "pass"],
    [{}, "0.30000000000000004", 0.3, "pass"],
    [{}, "0.300001", 0.3, "fail"],
    [{}, "-0", 0, "pass"],
    [{}, "0.0", 0, "pass"],
    [{}, "12345678901234567891", "12345678901234567890", "fail"],
    [{}, "12345678901234567890", "12345678901234567890", "pass"],
    [{}, "12345678901234567890", Number("12345678901234567890"), "pass"],
    [{}, "1000000001", 1000000000, "fail"],
    [{}, "1e400", "1e400", "pass"],
    [{}, "1e401", "1e400", "fail"],
    [{ tolerance: 0.1 }, "1.1", 1, "pass"],
    [{ tolerance: 0.1 }, "1.2", 1, "fail"],
    [{ tolerance: 0 }, "0.3", 0.3, "pass"],
    [{ relative_tolerance: 0.01 }, "101", 100, "pass"],
    [{ relative_tolerance: 0.01 }, "102", 100, "fail"],
    [{ tolerance: 5, relative_tolerance: 0.01 }, "104", 100, "pass"],
    [{}, "about 18", 18, "fail"],
    [{}, "18 eggs", 18, "fail"],
    [{}, "3,14", 3.14, "fail"],
    [{}, "1.2.3", 1.2, "fail"],
    [{}, "", 0, "fail"],
    [{}, "NaN", 0, "fail"],
    [{}, "Infinity", 0, "fail"],
    [{}, "5", "five", "ungraded"],
    [{}, "5", [5], "ungraded"],
    [{}, "5", null, "ungraded"],
    [{}, "5", undefined, "ungraded"],
    [{ extract: "number" }, "So it is 18 eggs.", 18, "pass"],
    [{ extract: "number" }, "none", 18, "fail"],
  ];
  it.each(rows)("%j %j against %j: %s", async (options, text, expected, verdict) => {
    expect(await verdictOf({ type: "numeric", ...options }, text, { expected })).toBe(verdict);
  });
  it("says what is wrong with the text", async () => {
    expect((await gradeBy({ type: "numeric" }, "about 18", { expected: 18 })).grade.reason).toBe(
      'not a number: "about 18"',
    );
  });
});
