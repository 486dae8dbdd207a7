import { type Supposition, supposedValues } from "../suppose.ts";
import type { Table } from "../table.ts";
import { allCases, viewOf } from "../view.ts";
import type { Side } from "./side.ts";

/**
 * The side had every trial without an outcome of its own failed, or passed, in one metric.
 * null: every trial was measured, or it cannot be said of the metric.
 * @param side one of `sidesOfTable(table)`
 */
export function supposedSide(
  side: Side,
  table: Table,
  metric: string,
  { as, which }: Pick<Supposition, "as" | "which">,
): Side | null {
  const index = table.candidates.indexOf(side.candidate);
  if (index < 0) return null;
  const supposed = supposedValues(viewOf(table, index, allCases(table), true), metric, as, which);
  const column = side.column(metric);
  if (supposed === null || (column.status === "measured" && column.form.type !== "mean")) return null;
  const values = new Float64Array(table.caseCount).fill(Number.NaN);
  for (const [i, at] of supposed.cases.entries()) values[at] = supposed.values[i] ?? Number.NaN;
  return {
    ...side,
    column: (asked) =>
      asked === metric
        ? { status: "measured", form: { type: "mean" }, better: "higher", weighted: true, values }
        : side.column(asked),
  };
}
