import { CONFIDENCE, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { kishEffectiveN } from "./kish-effective-n.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface Stratum {
  /** The stratum's share of the population; shares sum to 1. */
  readonly share: number;
  readonly values: readonly number[];
}

export interface StratifiedMean extends Interval {
  readonly n: number;
  /** null when a stratum with a share has no value: nothing was measured there. */
  readonly mean: number | null;
  /** null where a stratum's spread cannot be had: one value that is not 0 or 1. */
  readonly standardError: number | null;
  /** Satterthwaite's. */
  readonly degreesOfFreedom: number | null;
  /** Kish's n of the values' weights. */
  readonly effectiveN: number;
  readonly unweighted: number | null;
  /** Share of the population in strata without a value. */
  readonly missingShare: number;
  /** Strata whose values are all equal: their spread is not 0, only unseen. */
  readonly withoutSpread: number;
}

/**
 * Mean over strata of known shares with t and Satterthwaite's degrees of freedom (as R's survey::svymean). A stratum of
 * equal zeros or ones gets the spread of (k + .5) / (n + 1).
 */
export function stratifiedMean(strata: readonly Stratum[], confidence = CONFIDENCE): StratifiedMean {
  const used = strata.filter(({ share, values }) => share > 0 && values.length > 0);
  const all = strata.flatMap(({ values }) => values);
  const parts = used.map(({ share, values }) => {
    const n = values.length;
    const mean = sum(values) / n;
    const variance = spread(values, mean);
    return { n, term: share * mean, variance: variance === null ? null : (share * share * variance) / n };
  });
  const missingShare = sum(strata.filter(({ values }) => values.length === 0).map(({ share }) => share));
  const variances = parts.flatMap(({ variance }) => (variance === null ? [] : [variance]));
  const total = sum(variances);
  const mean = sum(parts.map(({ term }) => term));
  const facts = {
    n: all.length,
    effectiveN: kishEffectiveN(
      used.flatMap(({ share, values }) => new Array<number>(values.length).fill(share / values.length)),
    ),
    unweighted: finite(sum(all) / all.length),
    missingShare,
    withoutSpread: used.filter(({ values }) => values.every((value) => value === values[0])).length,
  };
  const unknown = { standardError: null, degreesOfFreedom: null, ...NO_INTERVAL };
  if (missingShare > 0 || used.length === 0 || !Number.isFinite(mean)) return { ...facts, mean: null, ...unknown };
  if (variances.length < parts.length) return { ...facts, mean, ...unknown };
  const standardError = Math.sqrt(total);
  // One value alone (0 or 1) still counts as one degree of freedom.
  const squares = sum(parts.map(({ n, variance }) => (variance ?? 0) ** 2 / Math.max(1, n - 1)));
  if (!(squares > 0)) return { ...facts, mean, ...unknown };
  const degreesOfFreedom = total ** 2 / squares;
  const half = tPpf(1 - (1 - confidence) / 2, degreesOfFreedom) * standardError;
  return { ...facts, mean, standardError, degreesOfFreedom, ...symmetricInterval(mean, half) };
}

function spread(values: readonly number[], mean: number): number | null {
  const n = values.length;
  if (values.every((value) => value === values[0])) {
    const first = values[0];
    if (first !== 0 && first !== 1) return n > 1 ? 0 : null;
    const rate = (first * n + 0.5) / (n + 1);
    return rate * (1 - rate);
  }
  return sum(values.map((value) => (value - mean) ** 2)) / (n - 1);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
