import type { ReportDefinition, ReportInput, TrialRow } from "./definition.ts";
import { visibleText } from "./safe-text.ts";

export const csv: ReportDefinition = {
  format: "csv",
  description: "one row a trial, for spreadsheets",
  file: "trials.csv",
  async render(input, options) {
    let text = "";
    for await (const piece of csv.stream?.(input, options) ?? []) text += piece;
    return text;
  },
  stream: (input) => rows(input),
};

const FIRST = ["case_id", "candidate", "repeat", "outcome", "score"];
const LAST = ["latency_ms", "cost_usd", "input_tokens", "output_tokens", "cached", "error_kind", "reason"];

/** Characters per piece. */
const PIECE = 1 << 16;

async function* rows({ trials }: ReportInput): AsyncGenerator<string> {
  let graders: readonly string[] | null = null;
  let piece = "";
  for await (const group of trials.read()) {
    for (const trial of group) {
      // Every trial has every grader of the suite.
      if (graders === null) {
        graders = trial.grades.map(({ grader }) => grader);
        piece += head(graders);
      }
      piece += line(cellsOf(trial));
    }
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield graders === null ? head([]) : piece;
}

function head(graders: readonly string[]): string {
  return line([...FIRST, ...graders.flatMap((id) => [`${id}.pass`, `${id}.score`]), ...LAST]);
}

type Cell = string | number | boolean | null;

function cellsOf(trial: TrialRow): Cell[] {
  return [
    trial.caseId,
    trial.candidate,
    trial.repeat,
    trial.outcome,
    trial.score,
    ...trial.grades.flatMap(({ pass, score }) => [pass, score]),
    trial.latencyMs,
    trial.costUsd,
    trial.inputTokens,
    trial.outputTokens,
    trial.cached,
    trial.errorKind,
    trial.reason,
  ];
}

/** RFC 4180. */
function line(cells: readonly Cell[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  // Before anything else is put before it: control characters become text, which no spreadsheet runs.
  const text = harmless(value.replace(/\r\n?/g, "\n"));
  return /[",;\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Spreadsheets run what begins with one of these (full-width forms too), and skip blanks to find it. */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u;

function harmless(text: string): string {
  return FORMULA.test(text) ? `'${visibleText(text)}` : visibleText(text);
}
