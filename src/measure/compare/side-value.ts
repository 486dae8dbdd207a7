import { quantileType7 } from "../../stats/quantile-type7.ts";
import { sum } from "../../stats/sum.ts";
import type { SideColumn } from "./side-column.ts";

/** A metric on all that a side has measured, without weights; null: not known. */
export function columnValue(column: SideColumn): number | null {
  if (column.status === "none") return null;
  const { form, values, per } = column;
  const known = values.filter((value, at) => !Number.isNaN(value) && !(per !== undefined && Number.isNaN(per[at])));
  if (known.length === 0) return null;
  if (form.type === "quantile") return quantileType7(known.sort(), form.p);
  const total = sum(known);
  const bottom =
    per === undefined ? known.length : sum(per.filter((value, at) => !Number.isNaN(value + (values[at] ?? 0))));
  const value = total / bottom;
  return Number.isFinite(value) ? value : null;
}
