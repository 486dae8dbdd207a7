import type { ClassSummary, Summary } from "../domain/summary.ts";
import { shareCell } from "./cells.ts";
import { type Classified, casesText, classified, confusions, flakyText, leftOutText, OTHER } from "./class-figures.ts";
import { markdownTable } from "./markdown-table.ts";
import { excerpt, markdownName, markdownText } from "./safe-text.ts";

/** Wider matrices are not readable: their most frequent confusions are listed. */
const WIDEST_MATRIX = 12;
const MOST_CONFUSIONS = 10;
const LONGEST_LABEL = 60;
const MOST_FLAKY = 20;

const labelName = (label: string) => markdownName(excerpt(label, LONGEST_LABEL));

/** Every label of every candidate that is shown. */
export function classTables(summary: Summary): string {
  const shown = classified(summary);
  const hidden = summary.candidates.filter(({ classes }) => classes !== undefined).length - shown.length;
  if (shown.length === 0) return "";
  const more = hidden > 0 ? [`${hidden} more candidates: \`summary.json\` has their labels.`] : [];
  return ["## Classes", ...shown.map(ofCandidate), ...more].join("\n\n");
}

function ofCandidate({ id, metrics, classes }: Classified): string {
  const mcc = metrics.mcc;
  const figure = (value: number | null | undefined) =>
    value == null ? "n/a" : value.toFixed(2).replace(/^-0.00$/, "0.00");
  const averages = [
    `macro F1 ${shareCell(metrics.macro_f1)}`,
    `precision ${shareCell(metrics.macro_precision)}`,
    `recall (balanced accuracy) ${shareCell(metrics.macro_recall)}`,
    `MCC ${figure(mcc?.value)}${mcc?.low == null || mcc.high === null ? "" : ` [${figure(mcc.low)}, ${figure(mcc.high)}]`}`,
    leftOutText(classes),
  ];
  const wide = classes.labels.length > WIDEST_MATRIX;
  return [
    `${markdownName(id)}: ${averages.filter((part) => part !== null).join("; ")}`,
    `<details><summary>Every label; ${wide ? "the most frequent confusions" : "expected and predicted"}</summary>`,
    labelTable(classes),
    wide ? confusionList(classes) : matrixTable(classes),
    "</details>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function labelTable({ perClass }: ClassSummary): string {
  const rows = perClass.map(({ label, expected, predicted, precision, recall, f1 }) => [
    labelName(label),
    casesText(expected),
    casesText(predicted),
    precision.method === "never-predicted" ? "never predicted" : shareCell(precision),
    shareCell(recall),
    shareCell(f1),
  ]);
  return markdownTable(["label", "expected", "predicted", "precision", "recall", "F1"], rows);
}

function matrixTable({ labels, matrix }: ClassSummary): string {
  const head = ["expected ↓ predicted →", ...labels.map(labelName), OTHER];
  const rows = matrix.map((row, at) => [
    labelName(labels[at] ?? ""),
    ...row.map((count, column) => (column === at ? `**${casesText(count)}**` : casesText(count))),
  ]);
  return markdownTable(head, rows);
}

function confusionList(classes: ClassSummary): string {
  return confusions(classes, MOST_CONFUSIONS)
    .map(
      ({ expected, predicted, count }) =>
        `- ${labelName(expected)} taken for ${predicted === OTHER ? OTHER : labelName(predicted)}: ${casesText(count)}`,
    )
    .join("\n");
}

/** Which candidates contradict themselves, and on what. */
export function flakyList(summary: Summary): string {
  return summary.candidates
    .flatMap((candidate) => {
      const text = flakyText(candidate);
      if (text === null) return [];
      const ids = (candidate.flaky?.cases ?? []).slice(0, MOST_FLAKY).map((id) => markdownName(excerpt(id, 80)));
      const rest = (candidate.flaky?.count ?? 0) - ids.length;
      const named =
        ids.length === 0 ? "" : `: ${ids.join(", ")}${rest > 0 ? ` and ${rest.toLocaleString("en")} more` : ""}`;
      return [`- ${markdownName(candidate.id)}: ${markdownText(text)}${named}`];
    })
    .join("\n");
}
