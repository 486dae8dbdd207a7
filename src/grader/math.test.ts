import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";

describe("math", () => {
  // In the manner of grading/grader.py of PRM800K (OpenAI, MIT) and of Hendrycks' MATH: the pairs are our own.
  const rows: readonly (readonly [string, Json | undefined, string])[] = [
    ["\\boxed{\\frac{1}{2}}", "0.5", "pass"],
    ["So $x = \\boxed{\\frac12}$.", "1/2", "pass"],
    ["The answer is $\\frac{2}{4}$.", "\\frac12", "pass"],
    ["\\dfrac{14}{3}", "\\frac{14}{3}", "pass"],
    ["\\tfrac83", "8/3", "pass"],
    ["3\\frac{1}{2}", "7/2", "pass"],
    ["2\\sqrt{2}", "\\sqrt{8}", "pass"],
    ["\\sqrt[3]{8}", "2", "pass"],
    ["\\frac{1}{\\sqrt{2}}", "\\frac{\\sqrt2}{2}", "pass"],
    ["2\\sqrt{2}", "2.828", "fail"],
    ["(x+1)^2", "x^2+2x+1", "pass"],
    ["(x+1)^2", "x^2+x+1", "fail"],
    ["n(n+1)/2", "\\frac{n^2+n}{2}", "pass"],
    ["\\sin^2 x + \\cos^2 x", "1", "pass"],
    ["|x|", "x", "fail"],
    ["\\sqrt{x^2}", "x", "fail"],
    ["\\sqrt{x^2}", "|x|", "pass"],
    ["\\ln(x^2)", "2\\ln x", "fail"],
    ["e^{i\\pi}", "-1", "pass"],
    ["\\log_2 8", "3", "pass"],
    ["x", "y", "fail"],
    ["5x", "5y", "fail"],
    ["1,000,000", "10^6", "pass"],
    ["1{,}234", "1234", "pass"],
    ["\\$18.90", "18.9", "pass"],
    ["50\\%", "50", "pass"],
    ["50\\%", "0.5", "pass"],
    ["50\\%", "5", "fail"],
    ["10\\text{ cm}", "10", "pass"],
    ["12 \\text{ inches}", "12", "pass"],
    ["30^\\circ", "30", "pass"],
    ["x = 5", "5", "pass"],
    ["x = 5", "x = 6", "fail"],
    ["\\{1, 2, 3\\}", "\\{3, 2, 1\\}", "pass"],
    ["1, 2, 3", "3, 1, 2", "pass"],
    ["1, 2", "1, 2, 3", "fail"],
    ["(1, 2)", "(2, 1)", "fail"],
    ["(1, 2)", "(1.0, \\frac{4}{2})", "pass"],
    ["(1, 2)", "[1, 2]", "fail"],
    ["[0, 1)", "[0, 1]", "fail"],
    ["(-\\infty, 3) \\cup (5, \\infty)", "(5, \\infty) \\cup (-\\infty, 3)", "pass"],
    ["3 \\pm \\sqrt{2}", "3+\\sqrt2, 3-\\sqrt2", "pass"],
    ["\\begin{pmatrix} 1 & 0.5 \\end{pmatrix}", "\\begin{bmatrix} 1 & \\frac12 \\end{bmatrix}", "pass"],
    ["\\begin{pmatrix} 1 & 2 \\end{pmatrix}", "\\begin{pmatrix} 2 & 1 \\end{pmatrix}", "fail"],
    ["\\begin{pmatrix}a\\\\b\\end{pmatrix}", "\\begin{pmatrix} a \\\\ b \\\\ \\end{pmatrix}", "pass"],
    ["\\begin{pmatrix}a\\\\b\\end{pmatrix}", "\\begin{pmatrix}b\\\\a\\end{pmatrix}", "fail"],
    ["\\\\frac{1}{2}", "0.5", "pass"],
    ["y = 2x + 1", "2y = 4x + 2", "pass"],
    ["x < 2", "2 > x", "pass"],
    ["x < 2", "x > 2", "fail"],
    ["-x > -1", "x < 1", "pass"],
    ["2 \\le x < 7", "[2, 7)", "pass"],
    ["\\text{Evelyn}", "Evelyn", "pass"],
    ["\\text{(B)}", "B", "pass"],
    ["204_5", "204", "fail"],
    ["204_5", "204_5", "pass"],
    ["2^{2025}", "2 \\cdot 2^{2024}", "pass"],
    ["2^{2025}", "3^{2025}", "fail"],
    ["2^{2025}+1", "2^{2025}", "fail"],
    ["9007199254740993", "9007199254740992", "fail"],
    ["100!/99!", "100", "pass"],
    ["\\binom{10}{3}", "120", "pass"],
    ["0.3333333333", "1/3", "pass"],
    ["0.333", "1/3", "fail"],
    ["711", "11", "fail"],
    ["11", "711", "fail"],
    ["1/0", "1/0 + 1", "fail"],
    ["\\infty", "-\\infty", "fail"],
    ["no idea", "5", "fail"],
    ["", "5", "fail"],
    ["\\boxed{}", "5", "fail"],
    ["5", ["4", "5"], "pass"],
    ["5", 5, "pass"],
    ["5", "", "ungraded"],
    ["5", [], "ungraded"],
    ["5", undefined, "ungraded"],
    ["\\boxed{1} then \\boxed{2}", "2", "pass"],
    ["\\boxed{1} then \\boxed{2}", "1", "fail"],
    ["\\boxed{1}, \\boxed{2} and \\boxed{3}", "1, 2, 3", "pass"],
    ["Final Answer: The final answer is 12,000,023. I hope it is correct.", "12000023", "pass"],
  ];
  it.each(rows)("%j against %j: %s", async (text, expected, verdict) => {
    expect(await verdictOf({ type: "math" }, text, { expected })).toBe(verdict);
  });

  it("is symmetric", async () => {
    for (const [text, expected, verdict] of rows) {
      if (typeof expected !== "string" || expected === "" || text === "" || /boxed|nswer/.test(text)) continue;
      expect(await verdictOf({ type: "math" }, expected, { expected: text }), `${expected} <> ${text}`).toBe(verdict);
    }
  });

  it.each([
    "9^{9^{9^{9^9}}}",
    "100000!",
    "(((9!)!)!)!",
    `5${"!".repeat(1_000)}`,
    "2^{100000000}",
    "10^{99999}",
    "\\binom{100000}{50000}",
    "\\sum_{k=1}^{1000000000} k",
    "x^".repeat(900),
    `${"-".repeat(1_900)}1`,
    "\\sin ".repeat(300),
    "\\pm1".repeat(400),
    "\\sqrt{".repeat(300),
    `${"(".repeat(39)}1${")".repeat(39)}`,
  ])("ends in time on %s", async (text) => {
    const started = performance.now();
    for (const expected of ["x+1", "7"]) expect(await verdictOf({ type: "math" }, text, { expected })).not.toBe("pass");
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("is as good as new after it was stopped", async () => {
    await verdictOf({ type: "math" }, `${"-".repeat(1_900)}1`, { expected: "x" });
    expect(await verdictOf({ type: "math" }, "(x+1)^2", { expected: "x^2+2x+1" })).toBe("pass");
  });

  it("does not try what is too long or too deep", async () => {
    const { grade } = await gradeBy({ type: "math" }, `$${"1+".repeat(1_500)}1$`, { expected: "5" });
    expect(grade).toEqual({ status: "ungraded", reason: "too long (3001 characters of mathematics; at most 2000)" });
    expect((await gradeBy({ type: "math" }, "{".repeat(60), { expected: "5" })).grade.reason).toMatch(/^too deep/);
  });

  it("says what it read", async () => {
    const { grade } = await gradeBy({ type: "math" }, "I think it is $\\boxed{7}$ or so", { expected: "\\frac{1}{2}" });
    expect(grade.reason).toBe('expected "\\frac{1}{2}", got "7"');
  });
});
