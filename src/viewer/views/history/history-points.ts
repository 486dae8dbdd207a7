import type { HistoryPoint, SuiteHistory } from "../../../domain/history.ts";
import { pCell } from "../../../report/cells.ts";
import { estimateText } from "../../../report/history-words.ts";
import { differenceText, isShare } from "../../../report/metric-text.ts";
import { type Domain, linearDomain, numbersOf, shareDomain } from "../../charts/axis-domain.ts";

/** A run's place in all charts of a page. */
export interface RunAt {
  readonly runId: string;
  readonly startedAt: string;
}

/** All runs of all series, the oldest first: candidates that were not in each of them keep the same places. */
export function runsOf({ series }: Pick<SuiteHistory, "series">): readonly RunAt[] {
  const runs = new Map<string, RunAt>();
  for (const { points } of series) for (const { runId, startedAt } of points) runs.set(runId, { runId, startedAt });
  return [...runs.values()].sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

/** One axis for every candidate. */
export function historyDomain({ series, metric }: Pick<SuiteHistory, "series" | "metric">): Domain {
  const numbers = numbersOf(series.flatMap(({ points }) => points.map(({ estimate }) => estimate)));
  return isShare(metric) ? shareDomain(numbers) : linearDomain(numbers);
}

/** Whether a change is shown to be one; null: it is not, or nothing was tested. */
export function shownChange({ change }: HistoryPoint): "better" | "worse" | null {
  if (change?.status !== "compared") return null;
  return change.shows === "better" || change.shows === "worse" ? change.shows : null;
}

/** What else than the candidate has changed since its run before. */
export function changedText({ datasetChanged, gradersChanged }: HistoryPoint): string | null {
  if (!datasetChanged && !gradersChanged) return null;
  return [datasetChanged ? "dataset" : null, gradersChanged ? "graders" : null]
    .filter((part) => part !== null)
    .join(" + ");
}

export interface ChangeWords {
  readonly figures: string;
  readonly p: string | null;
  readonly word: string;
}

/** What a run's value says against the one before it. */
export function changeWords({ change }: HistoryPoint, metric: string): ChangeWords {
  if (change === null) return { figures: "–", p: null, word: "the first" };
  if (change.status === "not compared") return { figures: "–", p: null, word: `not compared: ${change.reason}` };
  const by = change.by === "intervals" ? " (by intervals)" : "";
  const words = { better: "better", worse: "worse", "no difference": "no difference shown", "no test": "no test" };
  return {
    figures: differenceText(metric, change),
    p: change.shows === "no test" ? null : pCell(change.pAdjusted),
    word: `${words[change.shows]}${by}`,
  };
}

/** All of a point in one line, for those who cannot see the chart. */
export function pointText(point: HistoryPoint, metric: string): string {
  const { figures, word } = changeWords(point, metric);
  const change = point.change?.status === "compared" ? `; ${figures}, ${word}` : "";
  const changed = changedText(point);
  return `${dayText(point.startedAt)}: ${estimateText(metric, point.estimate)}, n ${point.estimate.n.toLocaleString("en")}${change}${changed === null ? "" : `; ${changed} changed`}`;
}

export interface HistoryRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly status: HistoryPoint["status"];
  readonly gitCommit: string | null;
  readonly entries: readonly { readonly candidate: string; readonly point: HistoryPoint }[];
}

/** The newest run first, with all that were measured in it. */
export function historyRuns(history: Pick<SuiteHistory, "series">): readonly HistoryRun[] {
  return [...runsOf(history)].reverse().map(({ runId, startedAt }) => {
    const entries = history.series.flatMap(({ candidate, points }) =>
      points.filter((point) => point.runId === runId).map((point) => ({ candidate, point })),
    );
    const { status = "complete", gitCommit = null } = entries[0]?.point ?? {};
    return { runId, startedAt, status, gitCommit, entries };
  });
}

/** `2026-11-22 16:57`, of UTC. */
export function dayText(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}

/** Below a chart: the day, or, of runs of one day, the time, as exact as it takes to tell them apart. */
export function placeTexts(runs: readonly RunAt[]): readonly string[] {
  const cut = (from: number, to: number) => runs.map(({ startedAt }) => startedAt.slice(from, to));
  if (new Set(cut(0, 10)).size > 1) return cut(5, 10);
  const minutes = cut(11, 16);
  return new Set(minutes).size === runs.length ? minutes : cut(11, 19);
}
