import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { ratioCI } from "./ratio-ci.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface CostSide {
  /** Per item, failed tries paid for too. */
  readonly cost: ArrayLike<number>;
  /** 0…1 per item. */
  readonly success: ArrayLike<number>;
}

export interface RatioOfTwo extends Interval {
  /** b over a. */
  readonly ratio: number | null;
}

export interface CostComparison {
  readonly n: number;
  /** Cost per success of b less that of a; null when a side has no success. */
  readonly difference: number | null;
  readonly standardError: number | null;
  readonly perSuccess: RatioOfTwo;
  readonly perItem: RatioOfTwo;
}

/**
 * Compares what two sides cost on the same items: cost per success and mean cost, b over a, by the delta method on the
 * items' influence, ratios on the log scale, t(n - 1), by cluster CR1 (linearisation as in R's survey::svyratio).
 */
export function costComparePaired(
  a: CostSide,
  b: CostSide,
  clusters: ArrayLike<number | string> | null = null,
  confidence = CONFIDENCE,
): CostComparison {
  const n = a.cost.length;
  if (a.success.length !== n || b.cost.length !== n || b.success.length !== n) {
    throw new Error("paired sides have the same items");
  }
  const ones = new Float64Array(n).fill(1);
  const left = influence(a.cost, a.success);
  const right = influence(b.cost, b.success);
  const known = left.ratio !== null && right.ratio !== null;
  const spread = clusteredMeanCI(
    left.values.map((value, i) => (right.values[i] ?? 0) - value),
    clusters,
  );
  return {
    n,
    difference: known ? right.ratio - left.ratio : null,
    standardError: known ? spread.standardErrorCR1 : null,
    perSuccess: logRatio(left, right, clusters, confidence),
    perItem: logRatio(influence(a.cost, ones), influence(b.cost, ones), clusters, confidence),
  };
}

interface Influence {
  readonly ratio: number | null;
  readonly values: Float64Array;
}

function influence(top: ArrayLike<number>, bottom: ArrayLike<number>): Influence {
  const n = bottom.length;
  const { ratio } = ratioCI(top, bottom);
  if (ratio === null) return { ratio, values: new Float64Array(n) };
  const mean = sum(Array.from(bottom)) / n;
  const values = Float64Array.from({ length: n }, (_, i) => ((top[i] ?? 0) - ratio * (bottom[i] ?? 0)) / mean);
  return { ratio, values };
}

function logRatio(
  a: Influence,
  b: Influence,
  clusters: ArrayLike<number | string> | null,
  confidence: number,
): RatioOfTwo {
  const from = a.ratio;
  const to = b.ratio;
  if (from === null || to === null || !(from > 0)) return { ratio: null, ...NO_INTERVAL };
  const ratio = to / from;
  if (!(ratio > 0)) return { ratio, ...NO_INTERVAL };
  const relative = a.values.map((value, i) => (b.values[i] ?? 0) / to - value / from);
  const { standardErrorCR1, degreesOfFreedom } = clusteredMeanCI(relative, clusters);
  if (standardErrorCR1 === null) return { ratio, ...NO_INTERVAL };
  const half = tPpf(1 - (1 - confidence) / 2, degreesOfFreedom) * standardErrorCR1;
  const { low, high } = symmetricInterval(Math.log(ratio), half);
  const bound = (log: number | null) => (log === null || !Number.isFinite(Math.exp(log)) ? null : Math.exp(log));
  return { ratio, low: bound(low), high: bound(high) };
}
