import type { Estimate } from "../domain/estimate.ts";
import type { HistorySeries, SuiteHistory } from "../domain/history.ts";
import { shareCell } from "./cells.ts";
import { differenceText, isShare, metricText } from "./metric-text.ts";

/** A value of any metric with its interval: `86.4% [80.9, 90.5]`, `412 ms [390 ms, 440 ms]`. */
export function estimateText(metric: string, estimate: Estimate): string {
  if (isShare(metric)) return shareCell(estimate);
  const { value, low, high } = estimate;
  const text = metricText(metric, value);
  return low === null || high === null || low === high
    ? text
    : `${text} [${metricText(metric, low)}, ${metricText(metric, high)}]`;
}

/** What the newest changes say together, when none of them is shown to be one. */
export function plateauText(
  { changes, since, overall }: NonNullable<HistorySeries["plateau"]>,
  history: Pick<SuiteHistory, "metric">,
): string {
  const row = `the last ${changes} changes cannot be told apart`;
  if (overall?.status !== "compared") return `${row} (since ${since})`;
  const together = differenceText(history.metric, overall);
  if (overall.shows === "better" || overall.shows === "worse")
    return `${row} one by one, but together they are ${overall.shows}: ${together} since ${since}`;
  return `${row}, nor can the newest run and ${since} (${together}): a plateau. Time to think of more data or fine-tuning`;
}
