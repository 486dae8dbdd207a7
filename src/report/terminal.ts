import { textTable } from "../base/text-table.ts";
import type { CandidateSummary, Comparison, Summary, Verdict } from "../domain/summary.ts";
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
  troubleCell,
} from "./cells.ts";
import type { ReportDefinition, ReportInput, ReportOptions } from "./definition.ts";
import { excerpt, visibleText } from "./safe-text.ts";

type Paint = (text: string) => string;
interface Colors {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly green: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
}

/** Below this many columns a candidate takes several lines. */
const WIDE = 112;

export const terminal: ReportDefinition = {
  format: "terminal",
  description: "the table that evals run prints",
  file: null,
  async render(input, options) {
    const { createColors } = (await import("picocolors")).default;
    const colors = createColors(options.color);
    const { summary } = input;
    const sections = [
      header(summary, colors),
      await table(summary, options, colors),
      notes(summary, colors),
      comparisons(summary, options, colors),
      requirements(summary, colors),
      examples(input, options, colors),
      `${colors.dim(`${spentLine(summary)} · ${input.folder}`)}`,
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
  },
};

function header(summary: Summary, colors: Colors): string {
  const lines = [`${colors.bold(summary.suite)}  ${colors.dim(runLine(summary))}`];
  const simulated = simulatedNote(summary);
  if (simulated !== null) lines.push(colors.yellow(simulated));
  return lines.join("\n");
}

async function table(summary: Summary, { width }: ReportOptions, colors: Colors): Promise<string> {
  const wide = width >= WIDE;
  const head = wide
    ? ["candidate", "accuracy [95%]", "not measured", "p50", "p95", "p99", "$/case", "$/success", "verdict"]
    : ["candidate", "accuracy\n[95%]", "not\nmeasured", "latency", "$/case\n$/success", "verdict"];
  const rows = summary.candidates.map((candidate) =>
    wide ? wideRow(candidate, summary, colors) : narrowRow(candidate, summary, colors),
  );
  return textTable(
    head.map((text) => text.split("\n").map(colors.bold).join("\n")),
    rows,
    { ruled: !wide },
  );
}

function wideRow(candidate: CandidateSummary, summary: Summary, colors: Colors): string[] {
  const { metrics } = candidate;
  return [
    nameCell(candidate),
    shareCell(metrics.accuracy),
    trouble(candidate, colors, ", "),
    durationCell(metrics.latency_p50_ms),
    durationCell(metrics.latency_p95_ms),
    durationCell(metrics.latency_p99_ms),
    costCell(metrics.cost_per_case_usd),
    costCell(metrics.cost_per_success_usd),
    verdictCell(summary, candidate.id, colors),
  ];
}

function narrowRow(candidate: CandidateSummary, summary: Summary, colors: Colors): string[] {
  const { metrics } = candidate;
  const [value = "n/a", interval = ""] = shareCell(metrics.accuracy).split(/ (?=\[)/);
  return [
    nameCell(candidate).replace(/(.{18})(?=.)/g, "$1\n"),
    interval === "" ? value : `${value}\n${interval}`,
    trouble(candidate, colors, "\n"),
    [
      `p50 ${durationCell(metrics.latency_p50_ms)}`,
      `p95 ${durationCell(metrics.latency_p95_ms)}`,
      `p99 ${durationCell(metrics.latency_p99_ms)}`,
    ].join("\n"),
    `${costCell(metrics.cost_per_case_usd)}\n${costCell(metrics.cost_per_success_usd)}`,
    verdictCell(summary, candidate.id, colors),
  ];
}

function nameCell(candidate: CandidateSummary): string {
  return candidate.simulated ? `${candidate.id} (simulated)` : candidate.id;
}

function trouble(candidate: CandidateSummary, colors: Colors, separator: string): string {
  const text = troubleCell(candidate);
  return text === "none" ? colors.dim("none") : text.split(", ").map(colors.yellow).join(separator);
}

function verdictCell(summary: Summary, candidate: string, colors: Colors): string {
  const found = candidateVerdict(summary, candidate);
  if (found === null) return colors.dim("–");
  const painted = paintVerdict(found.verdict, colors);
  return found.decides ? painted : colors.dim(`(${found.verdict})`);
}

function paintVerdict(verdict: Verdict | "none", colors: Colors): string {
  return { pass: colors.green, fail: colors.red, undecided: colors.yellow, none: colors.dim }[verdict](verdict);
}

/** What was not measured, plainly. */
function notes(summary: Summary, colors: Colors): string {
  const lines = summary.candidates.flatMap((candidate) => [
    ...(Object.keys(candidate.errors).length > 0 ? [`${candidate.id}: errors: ${countsText(candidate.errors)}`] : []),
    ...Object.entries(candidate.ungradedReasons)
      .slice(0, 3)
      .map(([reason, count]) => `${candidate.id}: ungraded ${count.toLocaleString("en")}×: ${excerpt(reason, 120)}`),
  ]);
  return [...lines, ...summary.notes].map((line) => colors.yellow(visibleText(line))).join("\n");
}

function comparisons(summary: Summary, { width }: ReportOptions, colors: Colors): string {
  if (summary.comparisons.length === 0) return "";
  const groups = new Map<string, Comparison[]>();
  for (const comparison of summary.comparisons) {
    const key = `${comparison.metric} against ${comparison.baseline}`;
    groups.set(key, [...(groups.get(key) ?? []), comparison]);
  }
  const pad = Math.max(...summary.comparisons.map(({ candidate }) => candidate.length));
  return [...groups]
    .map(([title, members]) => {
      const lines = members.flatMap((comparison) => {
        const word = comparisonWord(comparison);
        const painted = word === "better" ? colors.green(word) : word === "worse" ? colors.red(word) : word;
        const figures = `${comparison.candidate.padEnd(pad)}  ${differenceCell(comparison)}  p ${pCell(comparison.pAdjusted)}  ${painted}`;
        const unshared = comparison.unshared > 0 ? `, ${comparison.unshared.toLocaleString("en")} not shared` : "";
        const counts = `${comparison.improvedCount} improved, ${comparison.regressedCount} regressed of ${comparison.n.toLocaleString("en")}${unshared}`;
        return width >= WIDE
          ? [`  ${figures}  ${colors.dim(counts)}`]
          : [`  ${figures}`, `  ${" ".repeat(pad)}  ${colors.dim(counts)}`];
      });
      return [`${colors.bold(title)} ${colors.dim("(paired; p adjusted by Holm)")}`, ...lines].join("\n");
    })
    .join("\n\n");
}

function requirements(summary: Summary, colors: Colors): string {
  if (summary.requirements.length === 0) return "";
  const shown = summary.requirements.filter((result) => result.decides);
  const lines = shown.map(
    (result) =>
      `  ${paintVerdict(result.verdict, colors)}  ${result.candidate}: ${requirementText(result)}\n        ${colors.dim(result.reason)}`,
  );
  return [`${colors.bold("requirements")}: ${paintVerdict(summary.verdict, colors)}`, ...lines].join("\n");
}

function examples({ summary, examples: shown }: ReportInput, { width }: ReportOptions, colors: Colors): string {
  if (shown.length === 0) return "";
  const room = Math.max(40, Math.min(width, 140) - 14);
  const failed = summary.candidates.reduce((sum, { trials }) => sum + trials.failed, 0);
  const lines = shown.map((example) =>
    [
      `  ${example.caseId} ${colors.dim(`(${example.candidate})`)}`,
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
