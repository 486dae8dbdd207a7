import { textTable } from "../base/text-table.ts";
import type { CandidateSummary, Summary, Verdict } from "../domain/summary.ts";
import { candidateVerdict, costCell, durationCell, measuredParts, shareCell, unmeasuredParts } from "./cells.ts";
import { wrapName } from "./display-width.ts";

type Paint = (text: string) => string;

export interface Colors {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly green: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
}

/** Names are not broken into pieces shorter than this. */
const SHORTEST_NAME = 12;
const ANSI = /\u001b\[\d+m/g;

/** One line a candidate where the terminal is wide enough, several lines where it is not. */
export async function candidateTable(summary: Summary, width: number, colors: Colors): Promise<string> {
  const wide = await wideTable(summary, colors);
  if (widthOf(wide) <= width) return wide;
  const names = summary.candidates.map(({ id }) => id.length);
  const longest = Math.max(SHORTEST_NAME, ...names);
  const narrow = await narrowTable(summary, longest, colors);
  const over = widthOf(narrow) - width;
  return over <= 0 ? narrow : narrowTable(summary, Math.max(SHORTEST_NAME, longest - over), colors);
}

function widthOf(table: string): number {
  return table.slice(0, table.indexOf("\n")).replace(ANSI, "").length;
}

function wideTable(summary: Summary, colors: Colors): Promise<string> {
  const head = ["candidate", "accuracy [95%]", "n", "trials", "p50", "p95", "p99", "$/case", "$/success", "verdict"];
  const rows = summary.candidates.map((candidate) => {
    const { metrics } = candidate;
    return [
      candidate.simulated ? `${candidate.id} (simulated)` : candidate.id,
      shareCell(metrics.accuracy),
      (metrics.accuracy?.n ?? 0).toLocaleString("en"),
      trialParts(candidate, colors).join(", "),
      durationCell(metrics.latency_p50_ms),
      durationCell(metrics.latency_p95_ms),
      durationCell(metrics.latency_p99_ms),
      costCell(metrics.cost_per_case_usd),
      costCell(metrics.cost_per_success_usd),
      verdictCell(summary, candidate.id, colors),
    ];
  });
  return textTable(head.map(colors.bold), rows);
}

function narrowTable(summary: Summary, nameWidth: number, colors: Colors): Promise<string> {
  const head = ["candidate\nverdict", "accuracy\n[95%]", "trials", "latency", "$/case\n$/success"];
  const rows = summary.candidates.map((candidate) => {
    const { metrics } = candidate;
    const { accuracy } = metrics;
    return [
      [
        ...wrapName(candidate.id, nameWidth),
        ...(candidate.simulated ? ["(simulated)"] : []),
        verdictCell(summary, candidate.id, colors),
      ].join("\n"),
      [...shareCell(accuracy).split(/ (?=\[)/), colors.dim(`n ${(accuracy?.n ?? 0).toLocaleString("en")}`)].join("\n"),
      trialParts(candidate, colors).join("\n"),
      [
        `p50 ${durationCell(metrics.latency_p50_ms)}`,
        `p95 ${durationCell(metrics.latency_p95_ms)}`,
        `p99 ${durationCell(metrics.latency_p99_ms)}`,
      ].join("\n"),
      `${costCell(metrics.cost_per_case_usd)}\n${costCell(metrics.cost_per_success_usd)}`,
    ];
  });
  return textTable(
    head.map((text) => text.split("\n").map(colors.bold).join("\n")),
    rows,
    { ruled: true },
  );
}

/** The four outcomes, those of no trial left out: what is shown adds up to what was planned. */
function trialParts(candidate: CandidateSummary, colors: Colors): string[] {
  return [...measuredParts(candidate), ...unmeasuredParts(candidate).map(colors.yellow)];
}

function verdictCell(summary: Summary, candidate: string, colors: Colors): string {
  const found = candidateVerdict(summary, candidate);
  if (found === null) return colors.dim("–");
  return found.decides ? paintVerdict(found.verdict, colors) : colors.dim(`(${found.verdict})`);
}

export function paintVerdict(verdict: Verdict | "none", colors: Colors): string {
  return { pass: colors.green, fail: colors.red, undecided: colors.yellow, none: colors.dim }[verdict](verdict);
}
