import type { Summary } from "../domain/summary.ts";
import { shareCell } from "./cells.ts";
import { casesText, classified, confusions, flakyText, leftOutText, worstLabel } from "./class-figures.ts";
import type { ReportOptions } from "./definition.ts";
import { displayWidth, wrapText } from "./display-width.ts";
import { excerpt, oneLine } from "./safe-text.ts";
import type { Colors } from "./terminal-table.ts";

const LONGEST_LABEL = 30;

/** The average and the worst of each candidate: every label and the matrix would fill the screen. */
export function classLines(summary: Summary, { width }: ReportOptions, colors: Colors): string {
  const shown = classified(summary);
  const [first] = shown;
  if (first === undefined) return "";
  const short = (label: string) => excerpt(label, LONGEST_LABEL);
  const lines = shown.flatMap(({ id, metrics, classes }) => {
    const worst = worstLabel(classes);
    const [most] = confusions(classes, 1);
    const parts = [
      `macro F1 ${shareCell(metrics.macro_f1)}`,
      worst === null ? null : `lowest ${short(worst.label)}: F1 ${shareCell(worst.f1)}`,
      most === undefined
        ? null
        : `most confused: ${short(most.expected)} taken for ${short(most.predicted)} ${casesText(most.count)}×`,
      leftOutText(classes),
    ];
    const [average = "", ...rest] = parts.filter((part) => part !== null);
    return hanging([`  ${oneLine(id)}: ${average}`, ...rest], width, 4);
  });
  const head = `${colors.bold("classes")} ${colors.dim(`(${first.classes.labels.length} labels; report.md has each, and what was taken for what)`)}`;
  return [head, ...lines].join("\n");
}

/** Which candidates contradict themselves. */
export function flakyLines(summary: Summary, { width }: ReportOptions): string {
  return summary.candidates
    .flatMap((candidate) => {
      const text = flakyText(candidate);
      return text === null ? [] : hanging(`${oneLine(candidate.id)}: ${text}`.split("; "), width, 2);
    })
    .join("\n");
}

/** Broken between parts where that goes, so that no interval is torn; further lines hang. */
function hanging(parts: readonly string[], width: number, indent: number): string[] {
  const gap = " ".repeat(indent);
  const lines: string[] = [];
  for (const [index, part] of parts.entries()) {
    const text = index < parts.length - 1 ? `${part};` : part;
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(text) <= width)
      lines[lines.length - 1] = `${last} ${text}`;
    else if (displayWidth(text) + indent <= width) lines.push(index === 0 ? text : `${gap}${text}`);
    else
      lines.push(
        ...wrapText(text.trim(), width - indent).map((line, at) => (at === 0 && index === 0 ? line : `${gap}${line}`)),
      );
  }
  return lines;
}
