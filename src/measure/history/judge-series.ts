import type { HistoryChange, HistoryPoint } from "../../domain/history.ts";
import { holm } from "../../stats/holm.ts";

type Compared = Extract<HistoryChange, { status: "compared" }>;

const ALPHA = 0.05;
/** Fewer than this say nothing of a direction. */
const LEAST_CHANGES = 3;

/** The same points with p adjusted by Holm over the series, and what each change shows. */
export function judgeSeries(points: readonly HistoryPoint[], better: "higher" | "lower"): HistoryPoint[] {
  const adjusted = holm(points.map(({ change }) => (change?.status === "compared" ? change.p : null)));
  return points.map((point, index) => {
    const { change } = point;
    if (change?.status !== "compared") return point;
    const pAdjusted = adjusted[index] ?? null;
    return { ...point, change: { ...change, pAdjusted, shows: whatShows(change.difference, pAdjusted, better) } };
  });
}

/** What a difference shows at 5%. Without any it needs no test. */
export function whatShows(difference: number | null, p: number | null, better: "higher" | "lower"): Compared["shows"] {
  if (difference === 0) return "no difference";
  if (difference === null || p === null) return "no test";
  if (p > ALPHA) return "no difference";
  return difference > 0 === (better === "higher") ? "better" : "worse";
}

/**
 * How many of the newest changes, one after the other, are compared and not shown: 0 where they are fewer than three.
 * One that was not compared ends the row: what is on its other side is another story.
 */
export function unshownChanges(points: readonly HistoryPoint[]): number {
  let count = 0;
  for (const { change } of points.toReversed()) {
    if (change?.status !== "compared" || change.shows !== "no difference") break;
    count += 1;
  }
  return count >= LEAST_CHANGES ? count : 0;
}
