import { bootstrapReplicates, type ResamplingOptions } from "./bootstrap-replicates.ts";
import { quantileType7 } from "./quantile-type7.ts";

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
  const statistic = (drawn: Uint32Array) => {
    const left: number[] = [];
    const right: number[] = [];
    for (const unit of drawn) {
      for (const item of units?.[unit] ?? [unit]) {
        left.push(a[item] ?? Number.NaN);
        right.push(b[item] ?? Number.NaN);
      }
    }
    const [from, to] = [quantile(left, p), quantile(right, p)];
    return from === null || to === null ? null : to - from;
  };
  return bootstrapReplicates(units?.length ?? a.length, statistic, options);
}

function quantile(values: readonly number[], p: number): number | null {
  return quantileType7(Float64Array.from(values).sort(), p);
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
