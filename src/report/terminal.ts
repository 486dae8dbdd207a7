import type { Comparison, Summary } from "../domain/summary.ts";
import {
  comparisonWord,
  countsText,
  differenceCell,
  pCell,
  requirementText,
  runLine,
  simulatedNote,
  spentLine,
} from "./cells.ts";
import type { ReportDefinition, ReportInput, ReportOptions } from "./definition.ts";
import { displayWidth, wrapText } from "./display-width.ts";
import { excerpt, oneLine } from "./safe-text.ts";
import { classLines, flakyLines } from "./terminal-classes.ts";
import { type Colors, candidateTable, paintVerdict } from "./terminal-table.ts";

export const terminal: ReportDefinition = {
  format: "terminal",
  description: "the table that evals run prints",
  file: null,
  async render(input, options) {
    const { createColors } = (await import("picocolors")).default;
    const colors = createColors(options.color);
    const { summary } = input;
    const sections = [
      header(summary, options, colors),
      await candidateTable(summary, options.width, colors),
      notes(summary, options, colors),
      flakyLines(summary, options),
      classLines(summary, options, colors),
      comparisons(summary, options, colors),
      requirements(summary, options, colors),
      examples(input, options, colors),
      footer(input, options, colors),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
  },
};

/** The folder is never broken: people copy it. */
function footer({ summary, folder }: ReportInput, { width }: ReportOptions, colors: Colors): string {
  const one = `${spentLine(summary)} · ${oneLine(folder)}`;
  const lines = displayWidth(one) <= width ? [one] : [...wrapped(spentLine(summary), width), oneLine(folder)];
  return lines.map(colors.dim).join("\n");
}

/** Lines that hang below the first one's text. */
function wrapped(text: string, width: number, indent = 0): string[] {
  return wrapText(text, width - indent).map((line, index) => (index === 0 ? line : `${" ".repeat(indent)}${line}`));
}

function header(summary: Summary, { width }: ReportOptions, colors: Colors): string {
  const about = oneLine(runLine(summary));
  const fits = summary.suite.length + 2 + displayWidth(about) <= width;
  const lines = fits
    ? [`${colors.bold(summary.suite)}  ${colors.dim(about)}`]
    : [colors.bold(summary.suite), ...wrapped(about, width).map(colors.dim)];
  const simulated = simulatedNote(summary);
  if (simulated !== null) lines.push(...wrapped(simulated, width).map(colors.yellow));
  return lines.join("\n");
}

/** What was not measured, plainly. */
function notes(summary: Summary, { width }: ReportOptions, colors: Colors): string {
  const lines = summary.candidates.flatMap((candidate) => [
    ...(Object.keys(candidate.errors).length > 0 ? [`${candidate.id}: errors: ${countsText(candidate.errors)}`] : []),
    ...Object.entries(candidate.ungradedReasons)
      .slice(0, 3)
      .map(([reason, count]) => `${candidate.id}: ungraded ${count.toLocaleString("en")}×: ${excerpt(reason, 120)}`),
  ]);
  return [...lines, ...summary.notes]
    .flatMap((line) => wrapped(oneLine(line), width, 2))
    .map(colors.yellow)
    .join("\n");
}

function comparisons(summary: Summary, { width }: ReportOptions, colors: Colors): string {
  if (summary.comparisons.length === 0) return "";
  const groups = new Map<string, Comparison[]>();
  for (const comparison of summary.comparisons) {
    const { metric, baseline } = comparison;
    const against = baseline.startsWith("baseline:") ? "the baseline" : baseline;
    const key = oneLine(`${metric} against ${against}`);
    groups.set(key, [...(groups.get(key) ?? []), comparison]);
  }
  const pad = Math.max(...summary.comparisons.map(({ candidate }) => candidate.length));
  return [...groups]
    .map(([title, members]) => {
      const lines = members.flatMap((comparison) => comparisonLines(comparison, pad, width, colors));
      const how = "(paired; p adjusted by Holm)";
      const head =
        displayWidth(title) + 1 + how.length <= width
          ? `${colors.bold(title)} ${colors.dim(how)}`
          : `${colors.bold(title)}\n${colors.dim(how)}`;
      return [head, ...lines].join("\n");
    })
    .join("\n\n");
}

/** On one line where it fits, else the counts, and then the figures too, below. */
function comparisonLines(comparison: Comparison, pad: number, width: number, colors: Colors): string[] {
  const { candidate, improvedCount, regressedCount, n, unshared, changed = 0 } = comparison;
  const word = comparisonWord(comparison);
  const plain = `${differenceCell(comparison)}  p ${pCell(comparison.pAdjusted)}  `;
  const paint = word === "better" ? colors.green : word === "worse" ? colors.red : (text: string) => text;
  const figures = `${plain}${paint(word)}`;
  const left = [`${unshared.toLocaleString("en")} not shared`, `${changed.toLocaleString("en")} changed`];
  const missing = left
    .filter((text) => !text.startsWith("0 "))
    .map((text) => `, ${text}`)
    .join("");
  const counts = `${improvedCount.toLocaleString("en")} improved, ${regressedCount.toLocaleString("en")} regressed of ${n.toLocaleString("en")}${missing}`;
  const used = 2 + pad + 2 + plain.length + word.length;
  if (used + 2 + counts.length <= width) return [`  ${candidate.padEnd(pad)}  ${figures}  ${colors.dim(counts)}`];
  if (used <= width) return [`  ${candidate.padEnd(pad)}  ${figures}`, `  ${" ".repeat(pad)}  ${colors.dim(counts)}`];
  return [`  ${candidate}`, `    ${figures}`, `    ${colors.dim(counts)}`];
}

function requirements(summary: Summary, { width }: ReportOptions, colors: Colors): string {
  if (summary.requirements.length === 0) return "";
  const shown = summary.requirements.filter((result) => result.decides);
  const pad = Math.max(0, ...shown.map(({ verdict }) => verdict.length));
  const indent = 2 + pad + 2;
  const lines = shown.flatMap((result) => {
    const what = wrapped(oneLine(`${result.candidate}: ${requirementText(result)}`), width, indent);
    const why = wrapText(oneLine(result.reason), width - indent).map((line) => colors.dim(line));
    const gap = " ".repeat(pad - result.verdict.length);
    return [
      `  ${paintVerdict(result.verdict, colors)}${gap}  ${what.join("\n")}`,
      ...why.map((line) => `${" ".repeat(indent)}${line}`),
    ];
  });
  return [`${colors.bold("requirements")}: ${paintVerdict(summary.verdict, colors)}`, ...lines].join("\n");
}

function examples({ summary, examples: shown }: ReportInput, { width }: ReportOptions, colors: Colors): string {
  if (shown.length === 0) return "";
  const room = Math.max(26, Math.min(width, 140) - 14);
  const failed = summary.candidates.reduce((sum, { trials }) => sum + trials.failed, 0);
  const lines = shown.map((example) =>
    [
      `  ${excerpt(example.caseId, room)} ${colors.dim(`(${example.candidate})`)}`,
      `    input     ${excerpt(example.input, room)}`,
      ...(example.expected === null ? [] : [`    expected  ${excerpt(example.expected, room)}`]),
      `    output    ${excerpt(example.output, room)}`,
      ...(example.reason === "" ? [] : [`    ${colors.dim(`reason    ${excerpt(example.reason, room)}`)}`]),
    ].join("\n"),
  );
  return [
    `${colors.bold("what failed")} ${colors.dim(`(${shown.length} of ${failed.toLocaleString("en")})`)}`,
    ...lines,
  ].join("\n");
}
