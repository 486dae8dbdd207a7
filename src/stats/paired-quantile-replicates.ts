import { bootstrapReplicates, type ResamplingOptions } from "./bootstrap-replicates.ts";

/**
 * Bootstrap replicates (Efron 1979), sorted, of the difference of two p-quantiles (type 7, b less a) over the same items
 * in the same order: one choice of items a replicate for both sides, of whole clusters where there are any.
 */
export function pairedQuantileReplicates(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  p: number,
  options: ResamplingOptions & { readonly clusters?: ArrayLike<number | string> | null } = {},
): Float64Array {
  const units = unitsOf(a.length, options.clusters ?? null);
  const [from, to] = [ranked(a), ranked(b)];
  // How often each item was drawn is all that a quantile needs: nothing is sorted again for a replicate.
  const counts = new Uint32Array(a.length);
  const statistic = (drawn: Uint32Array) => {
    counts.fill(0);
    let total = 0;
    for (const unit of drawn) {
      if (units === null) {
        counts[unit] = (counts[unit] ?? 0) + 1;
        total += 1;
        continue;
      }
      for (const item of units[unit] ?? []) {
        counts[item] = (counts[item] ?? 0) + 1;
        total += 1;
      }
    }
    return countedQuantile(to, counts, total, p) - countedQuantile(from, counts, total, p);
  };
  return bootstrapReplicates(units?.length ?? a.length, statistic, options);
}

interface Ranked {
  readonly values: Float64Array;
  /** Of which item each value is. */
  readonly items: Uint32Array;
}

function ranked(values: ArrayLike<number>): Ranked {
  const all = Float64Array.from(values);
  const items = Uint32Array.from(all.keys()).sort((i, j) => (all[i] ?? 0) - (all[j] ?? 0));
  return { values: Float64Array.from(items, (item) => all[item] ?? Number.NaN), items };
}

/** `quantileType7` of values that are each there as often as their item was drawn. */
function countedQuantile({ values, items }: Ranked, counts: Uint32Array, total: number, p: number): number {
  const position = (total - 1) * p;
  const below = Math.floor(position);
  let at = -1;
  let seen = 0;
  while (seen <= below && at < items.length - 1) seen += counts[items[++at] ?? 0] ?? 0;
  const low = values[at] ?? Number.NaN;
  // The next one in order may be the same item again.
  if (position === below || seen > below + 1) return low;
  do at += 1;
  while (at < items.length && counts[items[at] ?? 0] === 0);
  const high = values[Math.min(at, items.length - 1)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}

/** Items by cluster, in order of first appearance; null: every item is its own. */
function unitsOf(n: number, clusters: ArrayLike<number | string> | null): number[][] | null {
  if (clusters === null) return null;
  const units = new Map<number | string, number[]>();
  for (let i = 0; i < n; i++) {
    const key = clusters[i] ?? `own ${i}`;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [i]);
    else unit.push(i);
  }
  return [...units.values()];
}
