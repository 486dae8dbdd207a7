import { describe, expect, it } from "vitest";
import type { Comparison } from "../domain/summary.ts";
import { type ComparisonReport, comparisonReport } from "./comparison-report.ts";
import { displayWidth } from "./display-width.ts";
import { differenceText, metricText, relativeText } from "./metric-text.ts";

const COMPARISON: Comparison = {
  metric: "accuracy",
  baseline: "rules",
  candidate: "mini",
  n: 1_200,
  difference: 0.12,
  low: 0.06,
  high: 0.18,
  p: 0.0004,
  pAdjusted: 0.0008,
  method: "tango+mcnemar-midp",
  improved: Array.from({ length: 12 }, (_, i) => `t-${i}`),
  regressed: ["t-90"],
  improvedCount: 1_050,
  regressedCount: 1,
  unshared: 2,
  changed: 3,
};

function report(comparisons: readonly Comparison[], more: Partial<ComparisonReport> = {}): ComparisonReport {
  const labels = comparisons.map(({ candidate, baseline }) => ({ candidate, baseline }));
  const columns = ["rules", "mini"].map((label, at) => ({ label, isBaseline: at === 0, values: [0.5 + at / 10] }));
  return { suite: "support", metrics: ["accuracy"], columns, comparisons, labels, notes: [], ...more };
}

const render = (input: ComparisonReport, width = 80) => comparisonReport(input, { color: false, width });

describe("comparisonReport", () => {
  it("says the difference, how sure it is, and which cases changed", async () => {
    const text = await render(report([COMPARISON]));
    expect(text).toContain("p adjusted by Holm over 1 test)");
    expect(text).toContain("  mini  +12.0 points [+6.0, +18.0]  p 0.00080  better\n");
    const words = text.replace(/\s+/g, " ");
    expect(words).toContain("1,050 improved, 1 regressed of 1,200, 2 not shared, 3 changed and left out");
    expect(words).toContain("improved: t-0, t-1, t-2, t-3, t-4, t-5, t-6, t-7, t-8, t-9, and 1,040 more");
    expect(text).not.toContain("t-10");
    expect(text).toContain("regressed: t-90\n");
    expect(text).toMatch(/│ accuracy │ 50\.0% {6}│ 60\.0% │/);
  });

  it("knows that less latency is better, in its own unit, without a list of cases", async () => {
    const faster = {
      ...COMPARISON,
      metric: "latency_p50_ms",
      difference: -80,
      low: -120.4,
      high: -40,
      baselineValue: 400,
      better: "lower" as const,
    };
    const text = await render(report([faster, { ...faster, candidate: "slow", difference: 80, low: 40, high: 120 }]));
    expect(text).toContain("  mini  −80 ms [−120 ms, −40 ms] (−20%)  p 0.00080  better\n");
    expect(text).toContain("  slow  +80 ms [+40 ms, +120 ms] (+20%)  p 0.00080  worse\n");
    expect(text).not.toContain("improved:");
  });

  it("shows eight columns, in as many tables as fit, and no line wider than the terminal", async () => {
    const columns = Array.from({ length: 12 }, (_, at) => ({
      label: `candidate-with-a-long-name-${at}`,
      isBaseline: at === 0,
      values: [at / 20],
    }));
    const text = await render(report([COMPARISON], { columns, notes: ["a note ".repeat(20)] }));
    expect(text).toContain("4 more are not shown side by side: --json has all");
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    // The baseline stands in each of the tables.
    expect(text.split("(baseline)").length - 1).toBe(text.split("│ metric").length - 1);
    expect(text).toContain("35.0%");
    expect(text).not.toContain("40.0%");
  });

  it("is not moved by hostile names, and says why something is missing", async () => {
    const nothing = {
      ...COMPARISON,
      n: 0,
      difference: null,
      p: null,
      pAdjusted: null,
      reason: "a baseline does not keep error_rate",
    };
    const text = await render(
      report([
        { ...COMPARISON, improved: ["\u001b[31mred\nline"] },
        { ...nothing, metric: "error_rate" },
      ]),
    );
    expect(text).not.toContain("\u001b");
    expect(text).toContain("\\x1b[31mred line");
    expect(text).toContain("not comparable: a baseline does not keep error_rate");
  });
});

describe("figures of a metric", () => {
  it("carry their unit and sign", () => {
    expect(metricText("cost_per_case_usd", 0.0024)).toBe("$0.0024");
    expect(metricText("score", null)).toBe("n/a");
    expect(metricText("input_tokens", 1234)).toBe("1,234");
    expect(differenceText("accuracy", { difference: -0.0001, low: null, high: null })).toBe("0.0 points");
    expect(differenceText("latency_p95_ms", { difference: 5, low: null, high: 9 })).toBe("+5 ms [?, +9 ms]");
    expect(relativeText("cost_per_case_usd", -0.001, 0.004)).toBe("−25%");
    expect(relativeText("cost_per_case_usd", 0.001, 0)).toBeNull();
    expect(relativeText("accuracy", 0.1, 0.5)).toBeNull();
  });
});
