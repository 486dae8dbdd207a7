import type { Side } from "../measure/compare/side.ts";
import type { MeasuredColumn } from "../measure/compare/side-column.ts";
import { quantileType7 } from "../stats/quantile-type7.ts";
import { sum } from "../stats/sum.ts";

/** A metric of a side on some cases, unweighted: good enough to plan with; null: it has none. */
export function figureOf(side: Side, metric: string, ids: readonly string[]): number | null {
  const column = side.column(metric);
  if (column.status === "none") return null;
  const { values, per } = column;
  const at = measuredAt(side, column, ids);
  if (at.length === 0) return null;
  const measured = at.map((position) => values[position] ?? 0);
  if (column.form.type === "quantile")
    return quantileType7(
      measured.sort((a, b) => a - b),
      column.form.p,
    );
  const below = per === undefined ? at.length : sum(at.map((position) => per[position] ?? 0));
  return below > 0 ? sum(measured) / below : null;
}

/**
 * How often two answers to one case disagree: the mean over cases of 2k(K - k) / (K(K - 1)), for shares of K repeats
 * that passed; null without repeats.
 */
export function flakeOf(side: Side, metric: string, ids: readonly string[]): number | null {
  const { repeats } = side;
  const column = side.column(metric);
  if (repeats < 2 || column.status === "none" || metric !== "accuracy") return null;
  const shares = measuredAt(side, column, ids).map((position) => column.values[position] ?? 0);
  if (shares.length === 0) return null;
  return (sum(shares.map((share) => 2 * share * (1 - share))) / shares.length) * (repeats / (repeats - 1));
}

function measuredAt(side: Side, { values, per }: MeasuredColumn, ids: readonly string[]): number[] {
  return ids
    .map((id) => side.positionOf(id))
    .filter((at) => at >= 0 && !Number.isNaN(values[at]) && !Number.isNaN(per?.[at] ?? 0));
}
