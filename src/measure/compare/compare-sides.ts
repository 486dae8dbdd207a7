import type { PairedValues } from "../../domain/comparison.ts";
import type { Comparison } from "../../domain/summary.ts";
import { holm } from "../../stats/holm.ts";
import { type PairingOptions, pairUp } from "./pair-up.ts";
import { pairedDifference } from "./paired-difference.ts";
import type { Side } from "./side.ts";

const MOST_IDS = 1_000;
const DEFAULT_SEED = 1;

export interface CompareOptions extends PairingOptions {
  /** Of resampling. */
  readonly seed?: number;
}

/** One metric of a candidate against a baseline, without an adjusted p: that is the family's (`adjustFamily`). */
export function compareSides(candidate: Side, baseline: Side, metric: string, options: CompareOptions): Comparison {
  const names = { metric, baseline: baseline.name, candidate: candidate.name };
  const slice = options.slice === null ? {} : { slice: options.slice };
  const pairing = pairUp(candidate, baseline, metric, options);
  if (pairing.status === "none") {
    const { reason, unshared = 0, changed = 0 } = pairing;
    return { ...names, ...NOTHING, ...slice, unshared, changed, reason };
  }
  const { values } = pairing;
  return {
    ...names,
    n: values.ids.length,
    ...pairedDifference(values, options.seed ?? DEFAULT_SEED),
    pAdjusted: null,
    ...movedCases(values),
    unshared: values.unshared,
    changed: values.changed,
    better: values.better,
    ...slice,
    ...(values.warnings.length === 0 ? {} : { warnings: values.warnings }),
  };
}

/** Holm's adjusted p-values over all of them. */
export function adjustFamily(comparisons: readonly Comparison[]): Comparison[] {
  const adjusted = holm(comparisons.map(({ p }) => p));
  return comparisons.map((comparison, index) => ({ ...comparison, pAdjusted: adjusted[index] ?? null }));
}

const NOTHING = {
  n: 0,
  difference: null,
  low: null,
  high: null,
  p: null,
  pAdjusted: null,
  method: "no-data",
  improved: [],
  regressed: [],
  improvedCount: 0,
  regressedCount: 0,
} as const;

type Moved = Pick<Comparison, "improved" | "regressed" | "improvedCount" | "regressedCount">;

/** Cases that came out better or worse: those that moved most first, in run order where they moved alike. */
function movedCases(values: PairedValues): Moved {
  const { ids } = values;
  const gains = gainsOf(values);
  const at = (wanted: (gain: number) => boolean) =>
    Array.from(gains.keys())
      .filter((index) => wanted(gains[index] ?? 0))
      .sort((a, b) => Math.abs(gains[b] ?? 0) - Math.abs(gains[a] ?? 0) || a - b);
  const [better, worse] = [at((gain) => gain > 0), at((gain) => gain < 0)];
  const names = (indices: readonly number[]) => indices.slice(0, MOST_IDS).map((index) => ids[index] ?? "");
  return {
    improved: names(better),
    regressed: names(worse),
    improvedCount: better.length,
    regressedCount: worse.length,
  };
}

/** How much better each case came out; of a ratio: what it costs, because a case has no ratio of its own. */
function gainsOf({ candidate, baseline, better }: PairedValues): Float64Array {
  return candidate.map((value, index) => (value - (baseline[index] ?? 0)) * (better === "higher" ? 1 : -1));
}
