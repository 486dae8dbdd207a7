import type { SelectionDifference, SelectionObjective } from "../../domain/selection.ts";
import { costComparePaired } from "../../stats/cost-compare-paired.ts";
import { type Interval, NO_INTERVAL, symmetricInterval } from "../../stats/interval.ts";
import { comparePaired } from "../../stats/paired-comparison.ts";
import { quantileDiffBootstrap } from "../../stats/quantile-diff-bootstrap.ts";
import { tPpf } from "../../stats/t-ppf.ts";
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
  const pick = (values: ArrayLike<number>) => Float64Array.from(both, (item) => values[item] ?? Number.NaN);
  const groups = clusters === null ? null : Int32Array.from(both, (item) => clusters[item] ?? 0);
  const [mine, other] = [pick(a.column.values), pick(b.column.values)];
  const said = { name: a.name, than: b.name, metric, unit, n: both.length };
  const { form, weights } = a.column;
  if (both.length === 0) return { ...said, difference: null, ...NO_INTERVAL, method: "no-data" };
  if (form.type === "mean") {
    const { difference, low, high, method } = comparePaired({
      candidate: mine,
      baseline: other,
      clusters: groups,
      weights: weights === null ? null : pick(weights),
    });
    return { ...said, difference, low, high, method };
  }
  if (form.type === "quantile") {
    const { difference, low, high } = quantileDiffBootstrap(other, mine, form.p, { paired: true, seed });
    return { ...said, difference, low, high, method: "paired-bootstrap" };
  }
  const per = (column: SharedColumn) => pick(column.per ?? []);
  const { difference, standardError } = costComparePaired(
    { cost: other, success: per(b.column) },
    { cost: mine, success: per(a.column) },
    groups,
  );
  const units = groups === null ? both.length : new Set(groups).size;
  const interval: Interval =
    difference === null || standardError === null || units < 2
      ? NO_INTERVAL
      : symmetricInterval(difference, tPpf(0.975, units - 1) * standardError);
  return { ...said, difference, ...interval, method: "paired-delta" };
}

function isMeasured({ values, per }: SharedColumn, item: number): boolean {
  return !Number.isNaN(values[item] ?? Number.NaN) && !(per !== undefined && Number.isNaN(per[item] ?? Number.NaN));
}
