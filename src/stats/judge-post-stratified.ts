import { clusterSumOfSquares } from "./cluster-sum-of-squares.ts";
import { CONFIDENCE, clampInterval, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

type Labels = ArrayLike<number | string>;

export interface CorrectionOptions {
  readonly confidence?: number;
  /** A cluster per labelled and per unlabelled item; those of one cluster may stand on both sides. */
  readonly clusters?: Labels | null;
  readonly unlabelledClusters?: Labels | null;
}

export interface PostStratified extends Interval {
  readonly n: number;
  readonly unlabelled: number;
  /** 0…1; null without labels. */
  readonly estimate: number | null;
  readonly standardError: number | null;
}

interface Stratum {
  readonly label: number | string;
  readonly weight: number;
  /** Smoothed share of the human class, and how many labels it rests on. */
  readonly rate: number;
  readonly labels: number;
}

/**
 * Share of a human class (0/1) from a judge's labels of everything and human labels of a random sample: the human rate
 * within each of the judge's labels, weighted by how often the judge gave it. Cells are smoothed by .5 of 1, so that
 * one without an error has a spread too; t with n - (number of strata) degrees of freedom (the
 * calibration estimator of Chen et al. 2026, PMLR v306). With clusters the larger of this and the clustered error.
 * It is wrong where the labelled items were chosen by what the judge or the system said of them.
 */
export function judgePostStratified(
  human: ArrayLike<number>,
  judge: Labels,
  unlabelledJudge: Labels,
  { confidence = CONFIDENCE, clusters = null, unlabelledClusters = null }: CorrectionOptions = {},
): PostStratified {
  const y = Array.from(human);
  const f = Array.from(judge);
  const all = [...f, ...Array.from(unlabelledJudge)];
  const n = y.length;
  const facts = { n, unlabelled: all.length - n };
  const strata = strataOf(y, f, all);
  const estimate = sum(strata.map(({ weight, rate }) => weight * rate));
  if (n === 0 || !Number.isFinite(estimate)) return { ...facts, estimate: null, standardError: null, ...NO_INTERVAL };
  const within = strata.map(({ weight, rate, labels }) => (weight ** 2 * rate * (1 - rate)) / (labels + 1));
  const between = strata.map(({ weight, rate }) => (weight * (rate - estimate) ** 2) / all.length);
  let variance = sum([...within, ...between]);
  let degrees = n - Math.max(2, strata.length);
  if (clusters !== null) {
    const of = new Map(strata.map((stratum) => [stratum.label, stratum]));
    const labelled = new Set(Array.from(clusters));
    const effects = all.map((label, i) => {
      const stratum = of.get(label);
      if (stratum === undefined) return 0;
      const own = i < n ? (stratum.weight * ((y[i] ?? 0) - stratum.rate)) / Math.max(1, stratum.labels) : 0;
      return own + (stratum.rate - estimate) / all.length;
    });
    const keys = [...Array.from(clusters), ...Array.from(unlabelledClusters ?? [])];
    variance = Math.max(variance, clusterSumOfSquares(effects, keys));
    degrees = Math.min(degrees, labelled.size - 1);
  }
  if (degrees < 1) return { ...facts, estimate, standardError: null, ...NO_INTERVAL };
  const standardError = Math.sqrt(variance);
  const half = tPpf(1 - (1 - confidence) / 2, degrees) * standardError;
  return { ...facts, estimate, standardError, ...clampInterval(symmetricInterval(estimate, half), 0, 1) };
}

function strataOf(y: readonly number[], f: readonly (number | string)[], all: readonly (number | string)[]): Stratum[] {
  return [...new Set(all)].map((label) => {
    const own = y.filter((_, i) => f[i] === label);
    return {
      label,
      weight: all.filter((other) => other === label).length / all.length,
      rate: (sum(own) + 0.5) / (own.length + 1),
      labels: own.length,
    };
  });
}
