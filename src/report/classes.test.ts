import { describe, expect, it } from "vitest";
import type { Estimate } from "../domain/estimate.ts";
import type { ClassSummary, FlakyCases } from "../domain/summary.ts";
import { candidate, inputOf, requirement, rules, summaryOf } from "./__fixtures__/inputs.ts";
import { displayWidth } from "./display-width.ts";
import { markdown } from "./markdown.ts";
import { terminal } from "./terminal.ts";

const share = (value: number): Estimate => ({ value, low: value - 0.1, high: value + 0.1, n: 50, method: "wilson" });
const never: Estimate = { value: null, low: null, high: null, n: 0, method: "never-predicted" };

function classesOf(labels: readonly string[], matrix: readonly (readonly number[])[]): ClassSummary {
  return {
    grader: "exact",
    labels,
    matrix,
    perClass: labels.map((label, at) => {
      const predicted = matrix.reduce((sum, row) => sum + (row[at] ?? 0), 0);
      return {
        label,
        expected: (matrix[at] ?? []).reduce((sum, count) => sum + count, 0),
        predicted,
        precision: predicted === 0 ? never : share(0.8),
        recall: share(0.7),
        f1: share(0.75 - at / 1000),
      };
    }),
    leftOut: { errored: 2, ungraded: 0, missing: 0 },
  };
}

const metrics = {
  ...candidate().metrics,
  macro_f1: share(0.7),
  macro_precision: share(0.6),
  macro_recall: share(0.65),
  mcc: { ...share(-0.001), method: "bca" },
};
const three = classesOf(
  ["billing", "other", "refund"],
  [
    [20, 3, 0, 1],
    [4.5, 10, 0, 0],
    [1, 7, 0, 2],
  ],
);
const mini = candidate({ metrics, classes: three });
const inTerminal = (candidates: Parameters<typeof summaryOf>[0]) =>
  terminal.render(inputOf(summaryOf(candidates)), { color: false, width: 80 });
const inMarkdown = (candidates: Parameters<typeof summaryOf>[0]) =>
  markdown.render(inputOf(summaryOf(candidates)), { color: false, width: 120 });

describe("classes in the reports", () => {
  it("are the average, the worst and the most frequent mistake in the terminal", async () => {
    const text = await inTerminal({ candidates: [mini, rules] });
    expect(text).toContain(
      [
        "classes (3 labels; report.md has each, and what was taken for what)",
        "  mini@terse: macro F1 70.0% [60.0, 80.0]; lowest refund: F1 74.8% [64.8, 84.8];",
        "    most confused: refund taken for other 7×; in no cell: 2 errored",
      ].join("\n"),
    );
    expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(80);
  });

  it("are all in Markdown, with the matrix", async () => {
    const text = await inMarkdown({ candidates: [mini, rules] });
    expect(text).toContain(
      "`mini@terse`: macro F1 70.0% [60.0, 80.0]; precision 60.0% [50.0, 70.0]; recall (balanced accuracy) 65.0% [55.0, 75.0]; MCC 0.00 [-0.10, 0.10]; in no cell: 2 errored",
    );
    expect(text).toContain("| `billing` | 24 | 25.5 | 80.0% [70.0, 90.0] | 70.0% [60.0, 80.0] | 75.0% [65.0, 85.0] |");
    expect(text).toContain("| `refund` | 10 | 0 | never predicted |");
    expect(text).toContain("| expected ↓ predicted → | `billing` | `other` | `refund` | (other) |");
    expect(text).toContain("| `other` | 4.5 | **10** | 0 | 0 |");
  });

  it("are a list of confusions where the matrix would be too wide", async () => {
    const labels = Array.from({ length: 13 }, (_, at) => `label-${at}`);
    const matrix = labels.map((_, row) => [
      ...labels.map((_, column) => (row === column ? 50 : row > column ? row : 0)),
      row === 3 ? 40 : 0,
    ]);
    const text = await inMarkdown({ candidates: [candidate({ metrics, classes: classesOf(labels, matrix) })] });
    expect(text).not.toContain("expected ↓");
    expect(text).toContain("- `label-3` taken for (other): 40\n- `label-12` taken for `label-0`: 12\n");
    expect(text.match(/taken for/g)).toHaveLength(10);
  });

  it("are those of who decides where there are many candidates", async () => {
    const many = Array.from({ length: 6 }, (_, at) => ({ ...mini, id: `m${at}` }));
    const deciding = await inMarkdown({
      candidates: many,
      requirements: [requirement({ candidate: "m4" }), requirement({ candidate: "m1", decides: false })],
    });
    expect(deciding).toContain("`m4`: macro F1");
    expect(deciding).not.toContain("`m0`: macro F1");
    expect(deciding).toContain("5 more candidates: `summary.json` has their labels.");
    const none = await inTerminal({ candidates: many, requirements: [] });
    expect(none).toContain("  m0: macro F1");
    expect(none).not.toContain("  m1: macro F1");
  });

  it("hold against hostile labels", async () => {
    const label = "<script>alert(1)</script> | [a](javascript:x) `x` \u001b[2J\n# head";
    const hostile = candidate({
      metrics,
      classes: classesOf(
        [label, "b"],
        [
          [1, 9, 0],
          [0, 1, 0],
        ],
      ),
    });
    const text = await inMarkdown({ candidates: [hostile] });
    expect(text).not.toMatch(/<script|\u001b|^# head/m);
    // Whatever it holds, every row of the tables has its cells.
    const rows = text.split("\n").filter((line) => line.startsWith("| ") && line.includes("script"));
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect([5, 7]).toContain(row.match(/(?<!\\)\|/g)?.length);
    expect(await inTerminal({ candidates: [hostile] })).not.toContain("\u001b");
  });

  it("are not there without labels", async () => {
    for (const text of [await inTerminal({}), await inMarkdown({})]) expect(text).not.toMatch(/classes|flaky/i);
  });
});

describe("flaky cases in the reports", () => {
  const flaky: FlakyCases = { count: 1_230, of: 2_000, cases: Array.from({ length: 1_000 }, (_, at) => `t-${at}|`) };
  const candidates = [
    candidate({ flaky, metrics: { ...metrics, consistency: share(0.8) } }),
    { ...rules, flaky: { count: 0, of: 2_000, cases: [] } },
  ];

  it("are counted in the terminal and named in Markdown", async () => {
    expect(await inTerminal({ repeats: 3, candidates })).toContain(
      "mini@terse: flaky: 1,230 of 2,000 cases disagree with themselves;\n  consistency 80.0% [70.0, 90.0]\nrules: flaky: 0 of 2,000 cases disagree with themselves\n",
    );
    const text = await inMarkdown({ repeats: 3, candidates });
    expect(text).toContain("t-19\\| and 1,210 more\n");
    expect(text).toContain("- `rules`: flaky: 0 of 2,000 cases disagree with themselves\n");
  });
});
