import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { ratioCI } from "./ratio-ci.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface CostPerSuccess extends Interval {
  readonly n: number;
  /** Σ cost / Σ success; null without a success. */
  readonly ratio: number | null;
  readonly standardError: number | null;
  /** Fieller's g: at 1 and above the successes are too few for an upper bound. null where it cannot be said. */
  readonly fiellerG: number | null;
  readonly method: "log-delta" | "log-delta-unbounded" | "no-success" | "no-data";
}

/**
 * What a success costs, failures paid for too: Σ cost / Σ success with a log-delta interval.
 * Too few successes (Fieller 1954, g >= 1): no upper bound. None: the mean cost over the highest success rate that
 * Clopper and Pearson allow is the lower bound, and there is no value.
 * @param success 0…1 per item (a share where an item was repeated)
 */
export function costPerSuccess(
  cost: ArrayLike<number>,
  success: ArrayLike<number>,
  clusters: ArrayLike<number | string> | null = null,
  confidence = CONFIDENCE,
): CostPerSuccess {
  const n = cost.length;
  const meanCost = sum(Array.from(cost)) / n;
  const none = { n, ratio: null, standardError: null, fiellerG: null, ...NO_INTERVAL };
  if (n === 0 || !Number.isFinite(meanCost)) return { ...none, method: "no-data" };
  const rate = clusteredMeanCI(success, clusters);
  if (rate.mean === null) return { ...none, method: "no-data" };
  if (rate.mean === 0) {
    // Independent units are the clusters: no success in them bounds the rate.
    const highest = clopperPearson(0, rate.clusters, confidence).high ?? 1;
    return { ...none, low: meanCost / highest, method: "no-success" };
  }
  const { ratio, standardError, degreesOfFreedom, low, high } = ratioCI(cost, success, clusters, confidence);
  const facts = { n, ratio, standardError };
  if (rate.standardErrorCR1 === null) return { ...facts, fiellerG: null, ...NO_INTERVAL, method: "log-delta" };
  const t = tPpf(1 - (1 - confidence) / 2, degreesOfFreedom);
  const fiellerG = ((t * rate.standardErrorCR1) / rate.mean) ** 2;
  if (fiellerG >= 1 && ratio !== 0) return { ...facts, fiellerG, low, high: null, method: "log-delta-unbounded" };
  return { ...facts, fiellerG, low, high, method: "log-delta" };
}
