import { textTable } from "../base/text-table.ts";
import type { Comparison } from "../domain/summary.ts";
import { comparisonWord, counted, differenceCell, pCell } from "./cells.ts";
import type { ReportOptions } from "./definition.ts";
import { displayWidth, wrapName, wrapText } from "./display-width.ts";
import { isShare, metricText, relativeText } from "./metric-text.ts";
import { excerpt, oneLine } from "./safe-text.ts";
import type { Colors } from "./terminal-table.ts";

export interface ComparisonColumn {
  readonly label: string;
  readonly isBaseline: boolean;
  /** By metric, on the side's own cases; null: not known. */
  readonly values: readonly (number | null)[];
}

export interface ComparisonReport {
  readonly suite: string;
  readonly metrics: readonly string[];
  readonly columns: readonly ComparisonColumn[];
  readonly comparisons: readonly Comparison[];
  /** Of each comparison, as people read them. */
  readonly labels: readonly { readonly candidate: string; readonly baseline: string }[];
  readonly notes: readonly string[];
}

const MOST_COLUMNS = 8;
const MOST_NAMES = 10;
const LONGEST_LABEL = 16;
const ANSI = /\u001b\[\d+m/g;

/** Side by side, then every difference with its interval, then which cases changed sides. */
export async function comparisonReport(report: ComparisonReport, options: ReportOptions): Promise<string> {
  const { createColors } = (await import("picocolors")).default;
  const colors = createColors(options.color);
  const tests = report.comparisons.filter(({ p }) => p !== null).length;
  const how = `(paired by case; 95% intervals; p adjusted by Holm over ${counted(tests, "test")})`;
  const sections = [
    `${colors.bold(oneLine(report.suite))}\n${wrapText(how, options.width).map(colors.dim).join("\n")}`,
    await valueTables(report, options, colors),
    notesText(report, options, colors),
    ...groupsOf(report).map((group) => groupText(group, options, colors)),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** As many columns as the terminal has room for; what is compared stays beside its baseline. */
async function valueTables(report: ComparisonReport, { width }: ReportOptions, colors: Colors): Promise<string> {
  const shown = report.columns.slice(0, MOST_COLUMNS);
  const blocks = blocksOf(shown);
  const tables: string[] = [];
  for (let at = 0; at < blocks.length; ) {
    let count = blocks.length - at;
    let table = "";
    for (; count >= 1; count--) {
      table = await valueTable(report.metrics, withoutRepeats(blocks.slice(at, at + count).flat()), colors);
      if (count === 1 || widthOf(table) <= width) break;
    }
    tables.push(table);
    at += count;
  }
  const left = report.columns.length - shown.length;
  if (left > 0) tables.push(colors.dim(`${left} more are not shown side by side: --json has all`));
  return tables.join("\n");
}

/** Each with its baseline first. */
function blocksOf(columns: readonly ComparisonColumn[]): ComparisonColumn[][] {
  const blocks: ComparisonColumn[][] = [];
  let baseline: ComparisonColumn | undefined;
  for (const column of columns) {
    if (column.isBaseline) baseline = column;
    else blocks.push([...(baseline === undefined ? [] : [baseline]), column]);
  }
  return blocks;
}

function withoutRepeats(columns: readonly ComparisonColumn[]): readonly ComparisonColumn[] {
  return [...new Set(columns)];
}

function valueTable(metrics: readonly string[], columns: readonly ComparisonColumn[], colors: Colors): Promise<string> {
  const head = columns.map(({ label, isBaseline }) => {
    const lines = wrapName(oneLine(label), LONGEST_LABEL);
    return [...lines.map(colors.bold), ...(isBaseline ? [colors.dim("(baseline)")] : [])].join("\n");
  });
  const rows = metrics.map((metric, at) => [
    oneLine(metric),
    ...columns.map(({ values }) => metricText(metric, values[at] ?? null)),
  ]);
  return textTable([colors.bold("metric"), ...head], rows);
}

function widthOf(table: string): number {
  return displayWidth(table.slice(0, table.indexOf("\n")).replace(ANSI, ""));
}

function notesText({ notes }: ComparisonReport, { width }: ReportOptions, colors: Colors): string {
  return notes.flatMap((note) => hanging(oneLine(note), width, 0, 2).map(colors.yellow)).join("\n");
}

interface Group {
  readonly title: string;
  readonly members: { readonly comparison: Comparison; readonly label: string }[];
}

/** What is compared in the same metric, on the same cases, with the same one. */
function groupsOf({ comparisons, labels }: ComparisonReport): Group[] {
  const groups = new Map<string, Group>();
  for (const [at, comparison] of comparisons.entries()) {
    const { candidate = comparison.candidate, baseline = comparison.baseline } = labels[at] ?? {};
    const on = comparison.slice ? ` on ${comparison.slice}` : "";
    const title = oneLine(`${comparison.metric}${on} against ${baseline}`);
    const group = groups.get(title) ?? { title, members: [] };
    groups.set(title, group);
    group.members.push({ comparison, label: oneLine(candidate) });
  }
  return [...groups.values()];
}

function groupText({ title, members }: Group, { width }: ReportOptions, colors: Colors): string {
  const pad = Math.max(...members.map(({ label }) => displayWidth(label)));
  const lines = members.flatMap(({ comparison, label }) => {
    const indent = 2 + pad + 2;
    const name = `  ${label}${" ".repeat(pad - displayWidth(label))}  `;
    const below = indent > width / 2 ? 4 : indent;
    const [figures, ...facts] = linesOf(comparison);
    const word = comparisonWord(comparison);
    const paint = word === "better" ? colors.green : word === "worse" ? colors.red : (text: string) => text;
    const shown = hanging(figures ?? "", width, indent, below).map((line, index, all) =>
      index === all.length - 1 && line.endsWith(word) ? `${line.slice(0, -word.length)}${paint(word)}` : line,
    );
    const more = facts.flatMap((fact) => hanging(fact, width, below, below + 2)).map(colors.dim);
    return [`${name}${shown[0]?.trimStart() ?? ""}`, ...shown.slice(1), ...more];
  });
  return [...hanging(title, width, 0, 2).map(colors.bold), ...lines].join("\n");
}

/** The figures, then what they rest on, then the cases that changed. */
function linesOf(comparison: Comparison): string[] {
  const { metric, n, unshared, changed = 0, improvedCount, regressedCount, reason } = comparison;
  if (n === 0) return [`not comparable: ${reason ?? "no case is measured on both sides"}`];
  const share = relativeText(metric, comparison.difference, comparison.baselineValue ?? null);
  const word = comparison.p === null ? untested(comparison) : comparisonWord(comparison);
  const figures = [
    `${differenceCell(comparison)}${share === null ? "" : ` (${share})`}`,
    ...(comparison.pAdjusted === null ? [] : [`p ${pCell(comparison.pAdjusted)}`]),
    word,
  ];
  const moved = isShare(metric)
    ? `${improvedCount.toLocaleString("en")} improved, ${regressedCount.toLocaleString("en")} regressed of ${n.toLocaleString("en")}`
    : `${counted(n, "shared case")}`;
  const left = [
    moved,
    ...(unshared > 0 ? [`${unshared.toLocaleString("en")} not shared`] : []),
    ...(changed > 0 ? [`${changed.toLocaleString("en")} changed and left out`] : []),
  ];
  return [figures.join("  "), left.join(", "), ...(isShare(metric) ? namedCases(comparison) : [])];
}

/** No p: an interval that leaves out 0 is all that can be said, and it is not adjusted. */
function untested({ method }: Comparison): string {
  if (method === "no-spread") return "no spread to judge by";
  return method === "order-statistics" || method === "too-few" ? "too few cases for a test" : "no test";
}

function namedCases({ improved, regressed, improvedCount, regressedCount }: Comparison): string[] {
  const line = (word: string, ids: readonly string[], count: number) => {
    if (count === 0) return [];
    const names = ids.slice(0, MOST_NAMES).map((id) => excerpt(id, 40));
    const more = count > names.length ? `, and ${(count - names.length).toLocaleString("en")} more` : "";
    return [`${word}: ${names.join(", ")}${more}`];
  };
  return [...line("improved", improved, improvedCount), ...line("regressed", regressed, regressedCount)];
}

/** Words of a line that begins at `first` columns and goes on at `rest`. */
function hanging(text: string, width: number, first: number, rest: number): string[] {
  const room = Math.max(20, width - Math.max(first, rest));
  return wrapText(text, room).map((line, at) => `${" ".repeat(at === 0 ? first : rest)}${line}`);
}
