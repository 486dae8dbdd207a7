import type { Summary } from "../domain/summary.ts";
import {
  candidateVerdict,
  costCell,
  countsText,
  durationCell,
  requirementText,
  runLine,
  shareCell,
  simulatedNote,
  spentLine,
} from "./cells.ts";
import type { ReportDefinition, ReportInput } from "./definition.ts";
import { classTables, flakyList } from "./markdown-classes.ts";
import { comparisonTable, regressedLists } from "./markdown-comparisons.ts";
import { markdownTable } from "./markdown-table.ts";
import { requirementsLine } from "./requirements-line.ts";
import { excerpt, markdownCode, markdownName, markdownText } from "./safe-text.ts";

export const markdown: ReportDefinition = {
  format: "md",
  description: "Markdown, fit for a pull request",
  file: "report.md",
  render(input) {
    const { summary } = input;
    const simulated = simulatedNote(summary);
    // In a pull request the first screen decides: the verdict and its reasons come before the figures.
    const sections = [
      `# ${markdownText(summary.suite)}: ${summary.verdict === "none" ? "no requirement stated" : summary.verdict}`,
      simulated === null ? "" : `> **${markdownText(simulated)}**`,
      [requirementsLine(summary), markdownText(runLine(summary))].filter((part) => part !== "").join(" "),
      requirementTable(summary),
      `## Candidates\n\n${candidateTable(summary)}`,
      notMeasured(summary),
      comparisonTable(summary),
      regressedLists(summary),
      flakyList(summary),
      classTables(summary),
      sliceTable(summary),
      examples(input),
      `${markdownText(spentLine(summary))}. Intervals are 95%. Run \`${summary.runId}\`.`,
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
  },
};

function candidateTable(summary: Summary): string {
  // Those that never came are told apart from the four outcomes: together they are what was planned.
  const missing = summary.candidates.some(({ trials }) => trials.missing > 0);
  const skipped = summary.candidates.some(({ trials }) => (trials.skipped ?? 0) > 0);
  const head = [
    "candidate",
    "accuracy",
    "n",
    "passed",
    "failed",
    "ungraded",
    "errored",
    ...(missing ? ["missing"] : []),
    ...(skipped ? ["skipped"] : []),
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
    const { passed, failed, ungraded, errored, planned } = trials;
    const absent = [...(missing ? [trials.missing] : []), ...(skipped ? [trials.skipped ?? 0] : [])];
    const counts = [passed, failed, ungraded, errored, ...absent, planned];
    return [
      `${markdownName(candidate.id)}${candidate.simulated ? " (simulated)" : ""}`,
      shareCell(metrics.accuracy),
      (metrics.accuracy?.n ?? 0).toLocaleString("en"),
      ...counts.map((count) => count.toLocaleString("en")),
      durationCell(metrics.latency_p50_ms),
      durationCell(metrics.latency_p95_ms),
      durationCell(metrics.latency_p99_ms),
      costCell(metrics.cost_per_case_usd),
      costCell(metrics.cost_per_success_usd),
      own === null ? "–" : own.decides ? `**${own.verdict}**` : `(${own.verdict})`,
    ];
  });
  return markdownTable(head, rows);
}

function notMeasured(summary: Summary): string {
  const lines = summary.candidates.flatMap((candidate) => [
    ...(candidate.trials.missing > 0
      ? [
          `${markdownName(candidate.id)}: ${candidate.trials.missing.toLocaleString("en")} planned trials have no result`,
        ]
      : []),
    ...(Object.keys(candidate.errors).length > 0
      ? [`${markdownName(candidate.id)}: errors (in no accuracy): ${markdownText(countsText(candidate.errors))}`]
      : []),
    ...Object.entries(candidate.ungradedReasons).map(
      ([reason, count]) =>
        `${markdownName(candidate.id)}: ungraded ${count.toLocaleString("en")}×: ${markdownCode(excerpt(reason, 160))}`,
    ),
  ]);
  return [...lines, ...summary.notes.map(markdownText)].map((line) => `- ${line}`).join("\n");
}

function requirementTable(summary: Summary): string {
  if (summary.requirements.length === 0) return "";
  const rows = summary.requirements.map((result) => [
    result.decides ? `**${result.verdict}**` : `(${result.verdict})`,
    markdownName(result.candidate),
    markdownText(requirementText(result)),
    markdownText(result.reason),
  ]);
  return `## Requirements\n\n${markdownTable(["verdict", "candidate", "requirement", "why"], rows)}`;
}

function sliceTable(summary: Summary): string {
  const names = [...new Set(summary.candidates.flatMap((candidate) => Object.keys(candidate.slices)))].sort();
  if (names.length === 0) return "";
  const rows = names.map((name) => [
    markdownName(name),
    ...summary.candidates.map((candidate) => {
      const accuracy = candidate.slices[name]?.accuracy;
      return accuracy === undefined ? "–" : `${shareCell(accuracy)} n ${accuracy.n}`;
    }),
  ]);
  const head = ["slice", ...summary.candidates.map((candidate) => markdownName(candidate.id))];
  return `<details><summary>Accuracy by slice (${names.length})</summary>\n\n${markdownTable(head, rows)}\n\n</details>`;
}

function examples({ examples: shown }: ReportInput): string {
  if (shown.length === 0) return "";
  const blocks = shown.map((example) =>
    [
      `- ${markdownCode(excerpt(example.caseId, 80))} (${markdownName(example.candidate)})`,
      line("input", example.input, 200),
      ...(example.expected === null ? [] : [line("expected", example.expected, 120)]),
      line("output", example.output, 200),
      ...(example.reason === "" ? [] : [line("reason", example.reason, 160)]),
    ].join("\n"),
  );
  return `## What failed\n\n${blocks.join("\n")}`;
}

function line(name: string, text: string, length: number): string {
  return `  - ${name}: ${markdownCode(excerpt(text, length)) || "(empty)"}`;
}
