import type { PairedValues } from "../domain/comparison.ts";
import type { Bound } from "../domain/suite.ts";
import { gateNonInferiority } from "../stats/gate-non-inferiority.ts";
import { pairedQuantileReplicates } from "../stats/paired-quantile-replicates.ts";
import { percentileOf } from "../stats/percentile-bootstrap.ts";
import { quantileType7 } from "../stats/quantile-type7.ts";
import { directionOf, marginOf, type RelativeTest, type RelativeTestOptions, untested } from "./relative-result.ts";

/** Fewer values beyond a quantile than this, and the bootstrap of it promises too much (n(1 - p) >= 20). */
const BEYOND = 20;
/** Replicates × cases: above it there are fewer replicates, so that a large run is judged in seconds. */
const MOST_DRAWS = 2e7;
const REPLICATES = { most: 2_000, least: 400 } as const;

/** A quantile against the baseline's: paired bootstrap of their difference, over clusters where there are any. */
export function quantileTest(
  values: PairedValues,
  p: number,
  bound: Bound,
  { alpha, seed }: RelativeTestOptions,
): RelativeTest {
  const n = values.candidate.length;
  const [candidate, baseline] = [quantileOf(values.candidate, p), quantileOf(values.baseline, p)];
  const margin = marginOf(bound, baseline);
  if (candidate === null || baseline === null || margin === null) return untested(n, { candidate, baseline, margin });
  const difference = candidate - baseline;
  const leastN = leastNOf(p);
  const found = { candidate, baseline, difference, margin };
  if (n < leastN) return untested(n, { ...found, method: "too-few", leastN });
  const replicates = Math.max(REPLICATES.least, Math.min(REPLICATES.most, Math.floor(MOST_DRAWS / n)));
  const sorted = pairedQuantileReplicates(values.baseline, values.candidate, p, {
    clusters: values.clusters,
    replicates,
    ...(seed === undefined ? {} : { seed }),
  });
  const { low, high, standardError } = percentileOf(sorted, 1 - 2 * alpha);
  const direction = directionOf(bound);
  if (low === null || high === null || standardError === null) {
    // Every replicate the same: judged as that many equal pairs.
    const equal = new Float64Array(n).fill(direction * difference);
    const range = Math.max(candidate, baseline) || 1;
    const { passP, failP } = gateNonInferiority(equal, { margin, alpha, clusters: values.clusters, range });
    return { ...untested(n, found), passP, failP, method: "no-spread" };
  }
  // Of the replicates: how many are worse by the margin or more, and how many no worse at all.
  const share = (worse: (d: number) => boolean) => (1 + sorted.filter(worse).length) / (1 + sorted.length);
  return {
    ...untested(n, found),
    low,
    high,
    passP: share((d) => direction * d <= -margin),
    failP: share((d) => direction * d >= 0),
    method: "paired-bootstrap",
    power: {
      sd: standardError * Math.sqrt(n),
      difference: direction * difference,
      margin,
      toUnit: (drop) => drop,
    },
  };
}

export function leastNOf(p: number): number {
  return Math.ceil(BEYOND / Math.min(p, 1 - p) - 1e-9);
}

function quantileOf(values: Float64Array, p: number): number | null {
  return quantileType7(values.toSorted(), p);
}
