import type { Summary } from "../domain/summary.ts";
import {
  candidateVerdict,
  comparisonWord,
  costCell,
  countsText,
  differenceCell,
  durationCell,
  pCell,
  requirementText,
  runLine,
  shareCell,
  simulatedNote,
  spentLine,
} from "./cells.ts";
import type { ReportDefinition, ReportInput } from "./definition.ts";
import { excerpt, markdownCell } from "./safe-text.ts";

export const markdown: ReportDefinition = {
  format: "md",
  description: "Markdown, fit for a pull request",
  file: "report.md",
  render(input) {
    const { summary } = input;
    const sections = [
      `# ${markdownCell(summary.suite)}: ${summary.verdict === "none" ? "no requirement stated" : summary.verdict}`,
      simulatedNote(summary) === null ? "" : `> **${markdownCell(simulatedNote(summary) ?? "")}**`,
      runLine(summary),
      candidateTable(summary),
      notMeasured(summary),
      comparisonTable(summary),
      requirementTable(summary),
      sliceTable(summary),
      examples(input),
      `${spentLine(summary)}. Intervals are 95%. Run \`${summary.runId}\`.`,
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
  },
};

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function candidateTable(summary: Summary): string {
  const head = [
    "candidate",
    "accuracy",
    "passed",
    "failed",
    "ungraded",
    "errored",
    "planned",
    "p50",
    "p95",
    "p99",
    "$/case",
    "$/success",
    "verdict",
  ];
  const rows = summary.candidates.map((candidate) => {
    const { trials, metrics } = candidate;
    const own = candidateVerdict(summary, candidate.id);
    const counts = [trials.passed, trials.failed, trials.ungraded, trials.errored, trials.planned].map((count) =>
      count.toLocaleString("en"),
    );
    return [
      markdownCell(candidate.simulated ? `${candidate.id} (simulated)` : candidate.id),
      shareCell(metrics.accuracy),
      ...counts,
      durationCell(metrics.latency_p50_ms),
      durationCell(metrics.latency_p95_ms),
      durationCell(metrics.latency_p99_ms),
      costCell(metrics.cost_per_case_usd),
      costCell(metrics.cost_per_success_usd),
      own === null ? "–" : own.decides ? `**${own.verdict}**` : `(${own.verdict})`,
    ];
  });
  return tableOf(head, rows);
}

function notMeasured(summary: Summary): string {
  const lines = summary.candidates.flatMap((candidate) => [
    ...(candidate.trials.missing > 0
      ? [`${candidate.id}: ${candidate.trials.missing} planned trials have no result`]
      : []),
    ...(Object.keys(candidate.errors).length > 0
      ? [`${candidate.id}: errors (in no accuracy): ${countsText(candidate.errors)}`]
      : []),
    ...Object.entries(candidate.ungradedReasons).map(
      ([reason, count]) => `${candidate.id}: ungraded ${count}×: ${excerpt(reason, 160)}`,
    ),
  ]);
  return [...lines, ...summary.notes].map((line) => `- ${markdownCell(line)}`).join("\n");
}

function comparisonTable(summary: Summary): string {
  if (summary.comparisons.length === 0) return "";
  const rows = summary.comparisons.map((comparison) => [
    markdownCell(comparison.candidate),
    markdownCell(comparison.baseline),
    comparison.metric,
    differenceCell(comparison),
    pCell(comparison.pAdjusted),
    comparisonWord(comparison),
    `${comparison.improvedCount} / ${comparison.regressedCount}`,
    `${comparison.n.toLocaleString("en")}${comparison.unshared > 0 ? ` (${comparison.unshared} not shared)` : ""}`,
  ]);
  const head = [
    "candidate",
    "against",
    "metric",
    "difference",
    "p (Holm)",
    "shows",
    "improved / regressed",
    "shared cases",
  ];
  return `## Paired comparisons\n\n${tableOf(head, rows)}`;
}

function requirementTable(summary: Summary): string {
  if (summary.requirements.length === 0) return "";
  const rows = summary.requirements.map((result) => [
    result.decides ? `**${result.verdict}**` : `(${result.verdict})`,
    markdownCell(result.candidate),
    markdownCell(requirementText(result)),
    markdownCell(result.reason),
  ]);
  return `## Requirements\n\n${tableOf(["verdict", "candidate", "requirement", "why"], rows)}`;
}

function sliceTable(summary: Summary): string {
  const names = [...new Set(summary.candidates.flatMap((candidate) => Object.keys(candidate.slices)))].sort();
  if (names.length === 0) return "";
  const rows = names.map((name) => [
    markdownCell(name),
    ...summary.candidates.map((candidate) => {
      const accuracy = candidate.slices[name]?.accuracy;
      return accuracy === undefined ? "–" : `${shareCell(accuracy)} n ${accuracy.n}`;
    }),
  ]);
  const head = ["slice", ...summary.candidates.map((candidate) => markdownCell(candidate.id))];
  return `<details><summary>Accuracy by slice (${names.length})</summary>\n\n${tableOf(head, rows)}\n\n</details>`;
}

function examples({ examples: shown }: ReportInput): string {
  if (shown.length === 0) return "";
  const rows = shown.map((example) =>
    [
      example.caseId,
      example.candidate,
      excerpt(example.input, 160),
      excerpt(example.expected ?? "", 80),
      excerpt(example.output, 160),
      excerpt(example.reason, 120),
    ].map(markdownCell),
  );
  return `## What failed\n\n${tableOf(["case", "candidate", "input", "expected", "output", "reason"], rows)}`;
}
