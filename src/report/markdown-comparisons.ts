import type { Comparison, Summary } from "../domain/summary.ts";
import { comparisonWord, counted, differenceCell, pCell } from "./cells.ts";
import { markdownTable } from "./markdown-table.ts";
import { excerpt, markdownName, markdownText } from "./safe-text.ts";

const MOST_REGRESSED = 20;
const HEAD = [
  "candidate",
  "against",
  "metric",
  "difference",
  "p (Holm)",
  "shows",
  "improved / regressed",
  "shared cases",
];

const count = (n: number) => n.toLocaleString("en");

export function comparisonTable({ comparisons }: Summary): string {
  if (comparisons.length === 0) return "";
  const rows = comparisons.map((comparison) => [
    markdownName(comparison.candidate),
    markdownName(comparison.baseline),
    markdownText([comparison.metric, comparison.slice].filter((part) => part != null).join(" on ")),
    differenceCell(comparison),
    pCell(comparison.pAdjusted),
    comparisonWord(comparison),
    `${count(comparison.improvedCount)} / ${count(comparison.regressedCount)}`,
    `${count(comparison.n)}${comparison.unshared > 0 ? ` (${count(comparison.unshared)} not shared)` : ""}`,
  ]);
  return `## Paired comparisons\n\n${markdownTable(HEAD, rows)}`;
}

/** Against a baseline where there is one: what a change has broken. Else against the reference. */
export function regressedLists({ comparisons }: Summary): string {
  const regressed = comparisons.filter(({ regressedCount }) => regressedCount > 0);
  const before = regressed.filter(({ baseline }) => baseline.startsWith("baseline:"));
  return (before.length > 0 ? before : regressed).map(regressedList).join("\n\n");
}

function regressedList({ candidate, baseline, metric, regressed, regressedCount }: Comparison): string {
  const shown = regressed.slice(0, MOST_REGRESSED);
  const rest = regressedCount - shown.length;
  const lines = [
    ...shown.map((id) => `- ${markdownName(excerpt(id, 80))}`),
    ...(rest > 0
      ? [`- and ${count(rest)} more${shown.length < regressed.length ? ": `summary.json` names them" : ""}`]
      : []),
  ];
  // Code does not work within a summary: names are text there.
  const title = `${counted(regressedCount, "case")} regressed: ${summaryText(candidate)} against ${summaryText(baseline)}, ${summaryText(metric)}`;
  return `<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function summaryText(text: string): string {
  return excerpt(text, 120).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
