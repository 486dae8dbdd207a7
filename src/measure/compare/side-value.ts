import { quantileType7 } from "../../stats/quantile-type7.ts";
import { sum } from "../../stats/sum.ts";
import type { Side } from "./side.ts";

/** A metric on all that a side has measured of a slice (null: of all); null: not known. */
export function sideValue(side: Side, metric: string, slice: string | null): number | null {
  const column = side.column(metric);
  const members = slice === null ? side.ids.keys() : side.slices?.get(slice)?.values();
  if (column.status === "none" || members === undefined) return null;
  const { form, values, per, weighted } = column;
  const known = [...members].filter((at) => !Number.isNaN((values[at] ?? Number.NaN) + (per?.[at] ?? 0)));
  if (known.length === 0) return null;
  if (form.type === "quantile") return quantileType7(Float64Array.from(known, (at) => values[at] ?? 0).sort(), form.p);
  const weightOf = (at: number) => (weighted ? (side.weights?.[at] ?? 1) : 1);
  const top = sum(known.map((at) => weightOf(at) * (values[at] ?? 0)));
  const bottom = sum(known.map((at) => (per === undefined ? weightOf(at) : (per[at] ?? 0))));
  return Number.isFinite(top / bottom) ? top / bottom : null;
}
