import type { MeasuredColumn } from "../compare/side-column.ts";
import type { Contender } from "./contender.ts";

/** The cases that all contenders have, equal in id and content, in the first one's run order. */
export interface SharedCases {
  readonly count: number;
  /** By contender: positions in its own table. */
  readonly positions: readonly Uint32Array[];
  /** Numbers of clusters; null: the cases are independent. */
  readonly clusters: Int32Array | null;
  readonly weights: Float64Array | null;
  /** Cases of one id whose content differs between the runs. */
  readonly changed: number;
}

export function sharedCases(contenders: readonly Contender[]): SharedCases {
  const [first] = contenders;
  if (first === undefined) return { count: 0, positions: [], clusters: null, weights: null, changed: 0 };
  const { ids, digests, clusters, weights } = first.side;
  const lists: number[][] = contenders.map(() => []);
  let changed = 0;
  for (const [at, id] of ids.entries()) {
    const found = contenders.map(({ side }) => (side.ids === ids ? at : side.positionOf(id)));
    if (found.some((position) => position < 0)) continue;
    // 0: the digest is not known.
    const differs = (other: number | undefined) => Boolean(other) && Boolean(digests[at]) && other !== digests[at];
    if (contenders.some(({ side }, i) => differs(side.digests[found[i] ?? 0]))) changed += 1;
    else for (const [i, list] of lists.entries()) list.push(found[i] ?? 0);
  }
  const own = Uint32Array.from(lists[0] ?? []);
  return {
    count: own.length,
    positions: lists.map((list) => Uint32Array.from(list)),
    clusters: clusters === null ? null : Int32Array.from(own, (at) => clusters[at] ?? 0),
    weights: weights === null ? null : Float64Array.from(own, (at) => weights[at] ?? 1),
    changed,
  };
}

/** A metric of one contender on the shared cases, NaN where it was not measured or not finished in order. */
export interface SharedColumn extends MeasuredColumn {
  readonly weights: Float64Array | null;
}

/** @returns why there is none, where there is none */
export function sharedColumn(
  contender: Contender,
  at: Uint32Array,
  weights: Float64Array | null,
  metric: string,
): SharedColumn | string {
  const column = contender.side.column(metric);
  if (column.status === "none") return column.reason;
  const on = (values: Float64Array) =>
    Float64Array.from(at, (position) =>
      position < contender.finished ? (values[position] ?? Number.NaN) : Number.NaN,
    );
  const values = on(column.values);
  if (values.every(Number.isNaN)) return `${metric} is not known of any case of ${contender.name}`;
  return {
    ...column,
    values,
    ...(column.per === undefined ? {} : { per: on(column.per) }),
    weights: column.weighted ? weights : null,
  };
}

/** The metric on drawn cases; an item may come several times, one without a value counts nothing. NaN: it has none. */
export function figureOn(column: SharedColumn): (drawn: Uint32Array) => number {
  const { form } = column;
  if (form.type === "quantile") return quantileOn(column.values, form.p);
  const { values, weights, per } = column;
  return (drawn) => {
    let [top, bottom] = [0, 0];
    for (const item of drawn) {
      const value = values[item] ?? Number.NaN;
      const unit = form.type === "ratio" ? (per?.[item] ?? Number.NaN) : (weights?.[item] ?? 1);
      if (Number.isNaN(value) || Number.isNaN(unit)) continue;
      top += form.type === "ratio" ? value : value * unit;
      bottom += unit;
    }
    return bottom > 0 ? top / bottom : Number.NaN;
  };
}

/** The metric on all shared cases. */
export function figureOf(column: SharedColumn): number {
  return figureOn(column)(Uint32Array.from(column.values, (_, index) => index));
}

/** Type-7 quantile of drawn items by counting on ranks that are sorted once: a sort a resample would take seconds. */
function quantileOn(values: Float64Array, p: number): (drawn: Uint32Array) => number {
  const order = Uint32Array.from(values, (_, index) => index)
    .filter((item) => !Number.isNaN(values[item]))
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const rankOf = new Int32Array(values.length).fill(-1);
  for (const [rank, item] of order.entries()) rankOf[item] = rank;
  const counts = new Uint32Array(order.length);
  return (drawn) => {
    counts.fill(0);
    let n = 0;
    for (const item of drawn) {
      const rank = rankOf[item] ?? -1;
      if (rank < 0) continue;
      counts[rank] = (counts[rank] ?? 0) + 1;
      n += 1;
    }
    if (n === 0) return Number.NaN;
    const position = (n - 1) * p;
    const below = Math.floor(position);
    let [rank, seen] = [0, counts[0] ?? 0];
    while (seen <= below) seen += counts[++rank] ?? 0;
    const low = values[order[rank] ?? 0] ?? Number.NaN;
    if (position === below) return low;
    while (seen <= below + 1) seen += counts[++rank] ?? 0;
    return low + (position - below) * ((values[order[rank] ?? 0] ?? Number.NaN) - low);
  };
}
