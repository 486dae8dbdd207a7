import type { PairedValues } from "../domain/comparison.ts";
import type { Bound } from "../domain/suite.ts";
import { clusteredMeanCI } from "../stats/clustered-mean-ci.ts";
import { discordanceSd } from "../stats/discordance-sd.ts";
import { gatePaired } from "../stats/gate-paired.ts";
import { directionOf, marginOf, type RelativeTest, type RelativeTestOptions, untested } from "./relative-result.ts";

/** Means by case: shares, scores, costs, tokens. */
export function meanTest(values: PairedValues, bound: Bound, { unit, alpha }: RelativeTestOptions): RelativeTest {
  const { clusters, weights } = values;
  const n = values.candidate.length;
  const mean = (side: Float64Array) => clusteredMeanCI(side, clusters, weights).mean;
  const [candidate, baseline] = [mean(values.candidate), mean(values.baseline)];
  const margin = marginOf(bound, baseline);
  if (candidate === null || baseline === null || margin === null) return untested(n, { candidate, baseline, margin });
  const direction = directionOf(bound);
  const [better, worse] = direction > 0 ? [values.candidate, values.baseline] : [values.baseline, values.candidate];
  const range = unit === "share" ? 1 : largest(values);
  const result = gatePaired({ candidate: better, baseline: worse, clusters, weights }, { margin, alpha, range });
  const sd = spreadOf(values, result.standardError, range);
  const natural = (value: number | null) => (value === null ? null : direction * value);
  return {
    n,
    candidate,
    baseline,
    difference: natural(result.difference),
    low: natural(direction > 0 ? result.lower : result.upper),
    high: natural(direction > 0 ? result.upper : result.lower),
    margin,
    passP: result.passP,
    failP: result.failP,
    method: result.method,
    power:
      sd === null || result.difference === null
        ? null
        : { sd, difference: result.difference, margin, toUnit: (drop) => drop },
    leastN: null,
  };
}

/** Without a spread that was seen, that of single answers of which a few may differ all the same. */
function spreadOf({ candidate, baseline }: PairedValues, standardError: number | null, range: number): number | null {
  const n = candidate.length;
  if (standardError !== null && standardError > 1e-12 * range) return standardError * Math.sqrt(n);
  let up = 0;
  let down = 0;
  for (let i = 0; i < n; i++) {
    const difference = (candidate[i] ?? 0) - (baseline[i] ?? 0);
    if (difference > 0) up += 1;
    if (difference < 0) down += 1;
  }
  const sd = discordanceSd(up, down, n);
  return sd === null ? null : sd * range;
}

function largest({ candidate, baseline }: PairedValues): number {
  let most = 0;
  for (const value of candidate) most = Math.max(most, Math.abs(value));
  for (const value of baseline) most = Math.max(most, Math.abs(value));
  // Nothing but zeros: the scale does not matter.
  return most > 0 ? most : 1;
}
