import type { SelectionDifference, SelectionObjective } from "../../domain/selection.ts";
import { pairedDifference } from "../compare/paired-difference.ts";
import type { SharedColumn } from "./shared-columns.ts";

export interface Named {
  readonly name: string;
  readonly column: SharedColumn;
}

/** One contender less another, on the shared cases that both have measured. */
export function differ(
  a: Named,
  b: Named,
  { metric, unit }: SelectionObjective,
  clusters: Int32Array | null,
  seed: number,
): SelectionDifference {
  const both = Uint32Array.from(a.column.values, (_, index) => index).filter(
    (item) => isMeasured(a.column, item) && isMeasured(b.column, item),
  );
  const said = { name: a.name, than: b.name, metric, unit, n: both.length };
  if (both.length === 0) return { ...said, difference: null, low: null, high: null, method: "no-data" };
  const pick = (values: ArrayLike<number>) => Float64Array.from(both, (item) => values[item] ?? Number.NaN);
  const { form, weights, better } = a.column;
  const [mine, other] = [a.column.per, b.column.per];
  const { difference, low, high, method } = pairedDifference(
    {
      metric,
      better,
      form,
      candidate: pick(a.column.values),
      baseline: pick(b.column.values),
      ...(mine === undefined || other === undefined ? {} : { per: { candidate: pick(mine), baseline: pick(other) } }),
      clusters: clusters === null ? null : Int32Array.from(both, (item) => clusters[item] ?? 0),
      weights: weights === null ? null : pick(weights),
      repeats: { candidate: 1, baseline: 1 },
      // Nobody is told of single cases here.
      ids: [],
      unshared: 0,
      changed: 0,
      warnings: [],
    },
    seed,
  );
  return { ...said, difference, low, high, method };
}

function isMeasured({ values, per }: SharedColumn, item: number): boolean {
  return !Number.isNaN(values[item] ?? Number.NaN) && !(per !== undefined && Number.isNaN(per[item] ?? Number.NaN));
}
