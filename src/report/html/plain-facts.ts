import type { Summary } from "../../domain/summary.ts";
import type { ViewerColumns } from "../../domain/viewer.ts";
import { costCell, durationCell, requirementText, runLine, shareCell, simulatedNote } from "../cells.ts";
import { htmlText } from "./html-text.ts";

/** The run in a few lines, for readers whose browser runs no script. */
export function plainFacts(summary: Summary, { shown, of }: ViewerColumns["trials"]): string {
  const simulated = simulatedNote(summary);
  const verdict = summary.verdict === "none" ? "" : `: ${summary.verdict}`;
  const parts = [
    `<h1>${htmlText(summary.suite + verdict)}</h1>`,
    `<p>${htmlText(runLine(summary))}</p>`,
    ...(simulated === null ? [] : [`<p>${htmlText(simulated)}</p>`]),
    ...(shown < of
      ? [
          `<p>${count(shown)} of ${count(of)} trials are in this file: those that did not pass first, then a seeded sample of the others.</p>`,
        ]
      : []),
    table(
      "Candidates",
      [
        "candidate",
        "accuracy (95% interval)",
        "n",
        "passed",
        "failed",
        "ungraded",
        "errored",
        "p50",
        "p95",
        "cost per case",
      ],
      summary.candidates.map(({ id, metrics, trials }) => [
        id,
        shareCell(metrics.accuracy),
        count(metrics.accuracy?.n ?? 0),
        count(trials.passed),
        count(trials.failed),
        count(trials.ungraded),
        count(trials.errored),
        durationCell(metrics.latency_p50_ms),
        durationCell(metrics.latency_p95_ms),
        costCell(metrics.cost_per_case_usd),
      ]),
    ),
    ...(summary.requirements.length === 0
      ? []
      : [
          table(
            "Requirements",
            ["verdict", "candidate", "requirement", "why"],
            summary.requirements.map((result) => [
              result.decides ? result.verdict : `(${result.verdict})`,
              result.candidate,
              requirementText(result),
              result.reason,
            ]),
          ),
        ]),
    "<p>Charts and the table of cases need JavaScript, which stays within this file; evals show and report.md do without.</p>",
  ];
  return parts.join("\n");
}

const count = (n: number) => n.toLocaleString("en");

function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${htmlText(cell)}</${tag}>`).join("")}</tr>`;
  return [
    `<table><caption>${htmlText(caption)}</caption>`,
    `<thead>${row(head, "th")}</thead>`,
    `<tbody>${rows.map((cells) => row(cells, "td")).join("\n")}</tbody></table>`,
  ].join("\n");
}
