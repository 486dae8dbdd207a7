import type { PairedValues } from "../../domain/comparison.ts";
import { costComparePaired } from "../../stats/cost-compare-paired.ts";
import { CONFIDENCE, NO_INTERVAL, symmetricInterval } from "../../stats/interval.ts";
import { comparePaired } from "../../stats/paired-comparison.ts";
import { pairedQuantileReplicates } from "../../stats/paired-quantile-replicates.ts";
import { percentileOf } from "../../stats/percentile-bootstrap.ts";
import { quantileDiffOrderStat } from "../../stats/quantile-diff-order-stat.ts";
import { quantileType7 } from "../../stats/quantile-type7.ts";
import { sum } from "../../stats/sum.ts";
import { tCdf } from "../../stats/t-cdf.ts";
import { tPpf } from "../../stats/t-ppf.ts";
import { weightedMean } from "../../stats/weighted-mean.ts";
import { resolveMetric } from "../metrics/metric-definitions.ts";

export interface Difference {
  /** The metric on the shared cases. */
  readonly candidateValue: number | null;
  readonly baselineValue: number | null;
  /** Candidate less baseline, with its 95% interval. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided; null: there is no test. */
  readonly p: number | null;
  readonly method: string;
}

/** Fewer values beyond a quantile than this, and the bootstrap of it promises too much. */
const BEYOND = 20;
/** Replicates × cases: above it there are fewer replicates, so that a large run is compared in seconds. */
const MOST_DRAWS = 2e7;
const REPLICATES = { most: 2_000, least: 400 } as const;

/**
 * The difference of two sides on the cases that they share. Means: Tango with McNemar's mid-p, t, or CR1. Quantiles: a
 * paired bootstrap of cases (of clusters) with its p by inversion; order statistics where too few values lie beyond.
 * Ratios: the delta method on the cases' influence.
 */
export function pairedDifference(values: PairedValues, seed: number): Difference {
  switch (values.form.type) {
    case "mean":
      return meanDifference(values);
    case "quantile":
      return quantileDifference(values, values.form.p, seed);
    case "ratio":
      return ratioDifference(values);
  }
}

function meanDifference({ metric, candidate, baseline, clusters, weights }: PairedValues): Difference {
  const { n: _, ...compared } = comparePaired({ candidate, baseline, clusters, weights });
  // Differences without spread are judged as right or wrong answers, which only a share can be.
  const asAnswers = compared.method === "tango+mcnemar-midp" && resolveMetric(metric)?.unit !== "share";
  const found = asAnswers ? { ...compared, ...NO_INTERVAL, p: null, method: "no-spread" } : compared;
  const mean = (of: Float64Array) => {
    if (of.length === 0) return null;
    return weights === null ? sum(of) / of.length : weightedMean(of, weights).mean;
  };
  return { candidateValue: mean(candidate), baselineValue: mean(baseline), ...found };
}

function quantileDifference({ candidate, baseline, clusters }: PairedValues, p: number, seed: number): Difference {
  const [candidateValue, baselineValue] = [candidate, baseline].map((of) => quantileType7(of.toSorted(), p)) as [
    number | null,
    number | null,
  ];
  const difference = candidateValue === null || baselineValue === null ? null : candidateValue - baselineValue;
  const facts = { candidateValue, baselineValue, difference };
  const n = candidate.length;
  if (n * Math.min(p, 1 - p) < BEYOND - 1e-9) {
    // Their ranks rest on independent cases.
    const bounds = clusters === null ? quantileDiffOrderStat(baseline, candidate, p) : NO_INTERVAL;
    return { ...facts, ...bounds, p: null, method: clusters === null ? "order-statistics" : "too-few" };
  }
  const count = Math.max(REPLICATES.least, Math.min(REPLICATES.most, Math.floor(MOST_DRAWS / n)));
  const replicates = pairedQuantileReplicates(baseline, candidate, p, { clusters, seed, replicates: count });
  const { low, high } = percentileOf(replicates, CONFIDENCE);
  if (low === null) return { ...facts, low, high, p: null, method: "no-spread" };
  const share = (beyond: (value: number) => boolean) =>
    (1 + replicates.filter(beyond).length) / (1 + replicates.length);
  const tail = Math.min(
    share((value) => value <= 0),
    share((value) => value >= 0),
  );
  return { ...facts, low, high, p: Math.min(1, 2 * tail), method: "paired-bootstrap" };
}

function ratioDifference({ candidate, baseline, per, clusters }: PairedValues): Difference {
  const none = { candidateValue: null, baselineValue: null, difference: null, ...NO_INTERVAL, p: null };
  if (per === undefined) return { ...none, method: "no-data" };
  const { difference, standardError } = costComparePaired(
    { cost: baseline, success: per.baseline },
    { cost: candidate, success: per.candidate },
    clusters,
  );
  const [candidateValue, baselineValue] = [ratio(candidate, per.candidate), ratio(baseline, per.baseline)];
  const facts = { ...none, candidateValue, baselineValue, difference };
  if (difference === null) return { ...facts, method: "no-success" };
  const units = clusters === null ? candidate.length : new Set(clusters).size;
  const size = Math.max(Math.abs(candidateValue ?? 0), Math.abs(baselineValue ?? 0));
  if (standardError === null || standardError <= 1e-12 * size) return { ...facts, method: "no-spread" };
  const bounds = symmetricInterval(difference, tPpf(1 - (1 - CONFIDENCE) / 2, units - 1) * standardError);
  return { ...facts, ...bounds, p: 2 * tCdf(-Math.abs(difference) / standardError, units - 1), method: "paired-delta" };
}

function ratio(top: Float64Array, bottom: Float64Array): number | null {
  const value = sum(top) / sum(bottom);
  return Number.isFinite(value) ? value : null;
}
