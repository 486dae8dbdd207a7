import type { PairedValues } from "../domain/comparison.ts";
import type { Bound } from "../domain/suite.ts";
import { type CostComparison, costComparePaired } from "../stats/cost-compare-paired.ts";
import { gateNonInferiority } from "../stats/gate-non-inferiority.ts";
import { sum } from "../stats/sum.ts";
import { tCdf } from "../stats/t-cdf.ts";
import { tPpf } from "../stats/t-ppf.ts";
import { directionOf, marginOf, type RelativeTest, type RelativeTestOptions, untested } from "./relative-result.ts";

/** A ratio of two sums (cost per success): by its logarithm where the margin is a percentage, else by the delta method. */
export function ratioTest(values: PairedValues, bound: Bound, { alpha }: RelativeTestOptions): RelativeTest {
  const n = values.candidate.length;
  const { per, clusters } = values;
  if (per === undefined) return untested(n);
  const [candidate, baseline] = [ratioOf(values.candidate, per.candidate), ratioOf(values.baseline, per.baseline)];
  const margin = marginOf(bound, baseline);
  if (candidate === null || baseline === null || margin === null) return untested(n, { candidate, baseline, margin });
  const compared = costComparePaired(
    { cost: values.baseline, success: per.baseline },
    { cost: values.candidate, success: per.candidate },
    clusters,
    1 - 2 * alpha,
  );
  const found = { candidate, baseline, difference: candidate - baseline, margin };
  const units = clusters === null ? n : new Set(clusters).size;
  if (units < 2) return untested(n, found);
  const scale =
    bound.unit === "percent"
      ? logScale(compared, bound, baseline, units, alpha)
      : plainScale(compared, margin, baseline);
  if (scale === null) return untested(n, found);
  const direction = directionOf(bound);
  const better = direction * scale.difference;
  const half = tPpf(1 - alpha, units - 1) * scale.standardError;
  const bounds = { low: scale.toUnit(scale.difference - half), high: scale.toUnit(scale.difference + half) };
  const seen = scale.standardError > 1e-12 * Math.max(1e-300, Math.abs(scale.size));
  const { passP, failP } = seen
    ? {
        passP: tCdf(-(better + scale.margin) / scale.standardError, units - 1),
        failP: tCdf(better / scale.standardError, units - 1),
      }
    : gateNonInferiority(new Float64Array(n).fill(better), {
        margin: scale.margin,
        alpha,
        clusters,
        range: scale.size,
      });
  return {
    ...untested(n, found),
    ...(seen ? bounds : {}),
    passP,
    failP,
    method: seen ? scale.method : "no-spread",
    power: seen
      ? {
          sd: scale.standardError * Math.sqrt(n),
          difference: better,
          margin: scale.margin,
          toUnit: (drop) => Math.abs(scale.toUnit(-direction * drop)),
        }
      : null,
  };
}

interface Scale {
  /** Candidate less baseline. */
  readonly difference: number;
  readonly standardError: number;
  readonly margin: number;
  /** What a difference of 1 is on this scale. */
  readonly size: number;
  readonly toUnit: (difference: number) => number;
  readonly method: string;
}

function plainScale({ difference, standardError }: CostComparison, margin: number, baseline: number): Scale | null {
  if (difference === null || standardError === null) return null;
  const size = Math.max(Math.abs(baseline), Math.abs(difference)) || 1;
  return { difference, standardError, margin, size, toUnit: (value) => value, method: "delta" };
}

function logScale(
  { perSuccess: { ratio, low, high } }: CostComparison,
  bound: Bound,
  baseline: number,
  units: number,
  alpha: number,
): Scale | null {
  if (ratio === null || low === null || high === null || !(low > 0)) return null;
  // A drop by all of it has no logarithm: no ratio could be that low.
  const share = bound.value / 100;
  const margin = bound.kind === "max_increase" ? Math.log1p(share) : share < 1 ? -Math.log1p(-share) : 50;
  return {
    difference: Math.log(ratio),
    standardError: (Math.log(high) - Math.log(low)) / 2 / tPpf(1 - alpha, units - 1),
    margin,
    size: 1,
    toUnit: (log) => baseline * Math.expm1(log),
    method: "log-delta",
  };
}

function ratioOf(top: Float64Array, bottom: Float64Array): number | null {
  const ratio = sum(Array.from(top)) / sum(Array.from(bottom));
  return Number.isFinite(ratio) ? ratio : null;
}
