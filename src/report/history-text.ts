import { textTable } from "../base/text-table.ts";
import type { HistoryPoint, HistorySeries, SuiteHistory } from "../domain/history.ts";
import { counted, pCell } from "./cells.ts";
import type { ReportOptions } from "./definition.ts";
import { displayWidth, wrapText } from "./display-width.ts";
import { estimateText, plateauText } from "./history-words.ts";
import { differenceText } from "./metric-text.ts";
import { oneLine } from "./safe-text.ts";
import { sparkline } from "./sparkline.ts";
import type { Colors } from "./terminal-table.ts";

/** A metric of a suite over its runs, for a terminal: a table and a sparkline per candidate, and what they show. */
export async function historyText(history: SuiteHistory, { color, width }: ReportOptions): Promise<string> {
  const { createColors } = (await import("picocolors")).default;
  const colors = createColors(color);
  const { suite, metric, runs, leftOut } = history;
  const left = [
    ...(leftOut.older > 0 ? [`${leftOut.older} older left out (--limit)`] : []),
    ...(leftOut.unfinished > 0 ? [`${leftOut.unfinished} unfinished left out`] : []),
  ];
  const title = `${suite}: ${oneLine(metric)}`;
  const about = [counted(runs, "run"), "the oldest first", ...left].join(" · ");
  const fits = displayWidth(title) + 2 + displayWidth(about) <= width;
  const head = fits
    ? `${colors.bold(title)}  ${colors.dim(about)}`
    : [colors.bold(title), ...wrapText(about, width).map(colors.dim)].join("\n");
  const parts = [head];
  for (const series of history.series) parts.push(await seriesText(series, history, width, colors));
  parts.push(wrapText(LEGEND, width).map(colors.dim).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

const LEGEND =
  "better, worse: shown at 5%, p adjusted by Holm over the series; ≈: cannot be told apart. Paired on the cases that two runs share unless it says otherwise. Values with their 95% intervals.";

async function seriesText(
  { candidate, points, plateau }: HistorySeries,
  history: SuiteHistory,
  width: number,
  colors: Colors,
): Promise<string> {
  const title = `${colors.bold(oneLine(candidate))}  ${sparkline(points.map(({ estimate }) => estimate.value))}`;
  const wide = await wideTable(points, history, colors);
  const table = tableWidth(wide) <= width ? wide : await narrowTable(points, history, colors);
  const said = plateau === null ? [] : wrapText(plateauText(plateau, history), width).map(colors.yellow);
  return [title, table, ...said].join("\n");
}

const ANSI = /\u001b\[\d+m/g;

function tableWidth(table: string): number {
  return displayWidth(table.slice(0, table.indexOf("\n")).replace(ANSI, ""));
}

function wideTable(points: readonly HistoryPoint[], history: SuiteHistory, colors: Colors): Promise<string> {
  const head = ["run", "started", `${oneLine(history.metric)} [95%]`, "n", "commit", "change"];
  const rows = points.map((point) => [
    runCell(point),
    dateCell(point),
    estimateText(history.metric, point.estimate),
    point.estimate.n.toLocaleString("en"),
    commitCell(point),
    changeParts(point, history, colors).join(" "),
  ]);
  return textTable(head.map(colors.bold), rows);
}

/** Run ids begin with the suite's name and their time, which stand elsewhere: their end tells them apart. */
function narrowTable(points: readonly HistoryPoint[], history: SuiteHistory, colors: Colors): Promise<string> {
  const head = ["run", `value\n[95%]`, "n", "commit", "change"];
  const rows = points.map((point) => [
    [dateCell(point), `…${point.runId.slice(-6)}`, ...(point.status === "complete" ? [] : [point.status])].join("\n"),
    estimateText(history.metric, point.estimate)
      .split(/ (?=\[)/)
      .join("\n"),
    point.estimate.n.toLocaleString("en"),
    commitCell(point),
    changeParts(point, history, colors).join("\n"),
  ]);
  return textTable(
    head.map((text) => text.split("\n").map(colors.bold).join("\n")),
    rows,
    { ruled: true },
  );
}

const dateCell = ({ startedAt }: HistoryPoint) => startedAt.slice(0, 16).replace("T", " ");
const commitCell = ({ gitCommit }: HistoryPoint) => gitCommit?.slice(0, 7) ?? "–";
const runCell = ({ runId, status }: HistoryPoint) => (status === "complete" ? runId : `${runId} (${status})`);

function changeParts(point: HistoryPoint, { metric }: SuiteHistory, colors: Colors): string[] {
  const { change } = point;
  const marks = [
    ...(point.datasetChanged ? ["(dataset changed)"] : []),
    ...(point.gradersChanged ? ["(graders changed)"] : []),
  ].map(colors.yellow);
  if (change === null) return ["–", ...marks];
  if (change.status === "not compared") return [colors.dim("not compared:"), colors.dim(change.reason), ...marks];
  const word = { better: "better", worse: "worse", "no difference": "≈", "no test": "" }[change.shows];
  const paint = { better: colors.green, worse: colors.red, "no difference": colors.dim, "no test": colors.dim };
  return [
    ...differenceText(metric, change).split(/ (?=\[)/),
    change.shows === "no test" ? colors.dim("no test") : `p ${pCell(change.pAdjusted)} ${paint[change.shows](word)}`,
    ...(change.by === "intervals" ? [colors.dim("(by intervals)")] : []),
    ...marks,
  ];
}
