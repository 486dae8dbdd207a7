import { bootstrapBCa } from "./bootstrap-bca.ts";
import { bootstrapReplicates, REPLICATES, type ResamplingOptions } from "./bootstrap-replicates.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { quantileType7 } from "./quantile-type7.ts";

export interface CostPerSuccessBootstrap extends Interval {
  /** Share of replicates without a success: there it costs without end, and so may the upper bound (null). */
  readonly infiniteShare: number;
  /** Bias-corrected and accelerated (Efron 1987); null bounds when a replicate has no success. */
  readonly bca: Interval;
}

/** Percentile and BCa intervals for Σ cost / Σ success, items drawn whole: a check on `costPerSuccess` where n is small. */
export function costPerSuccessBootstrap(
  cost: ArrayLike<number>,
  success: ArrayLike<number>,
  options: ResamplingOptions = {},
): CostPerSuccessBootstrap {
  const n = cost.length;
  const statistic = (drawn: Uint32Array) => {
    let [top, bottom] = [0, 0];
    for (const index of drawn) {
      top += cost[index] ?? Number.NaN;
      bottom += success[index] ?? Number.NaN;
    }
    return bottom > 0 ? top / bottom : null;
  };
  const finite = n < 2 ? new Float64Array() : bootstrapReplicates(n, statistic, options);
  const drawn = options.replicates ?? REPLICATES;
  const infiniteShare = 1 - finite.length / drawn;
  if (finite.length === 0) return { ...NO_INTERVAL, infiniteShare, bca: NO_INTERVAL };
  const all = new Float64Array(drawn).fill(Number.POSITIVE_INFINITY);
  all.set(finite);
  const tail = (1 - (options.confidence ?? CONFIDENCE)) / 2;
  const bound = (p: number) => {
    const value = quantileType7(all, p);
    return value !== null && Number.isFinite(value) ? value : null;
  };
  const { low, high, method } = bootstrapBCa(n, statistic, options);
  return {
    low: bound(tail),
    high: bound(1 - tail),
    infiniteShare,
    bca: infiniteShare === 0 && method === "bca" ? { low, high } : NO_INTERVAL,
  };
}
