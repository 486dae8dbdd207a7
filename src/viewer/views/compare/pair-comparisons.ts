import type { Comparison } from "../../../domain/summary.ts";
import type { ViewerRun } from "../../../domain/viewer.ts";

/** The same comparison seen from the other side. */
export function reversed(comparison: Comparison): Comparison {
  const { difference, low, high, candidateValue, baselineValue } = comparison;
  return {
    ...comparison,
    baseline: comparison.candidate,
    candidate: comparison.baseline,
    difference: negative(difference),
    low: negative(high),
    high: negative(low),
    improved: comparison.regressed,
    regressed: comparison.improved,
    improvedCount: comparison.regressedCount,
    regressedCount: comparison.improvedCount,
    ...(baselineValue === undefined ? {} : { candidateValue: baselineValue }),
    ...(candidateValue === undefined ? {} : { baselineValue: candidateValue }),
  };
}

/** Minus 0 would be printed with a sign. */
const negative = (value: number | null) => (value === null ? null : value === 0 ? 0 : -value);

/**
 * What the run holds of `b` against `a`, a metric once. The summary's own comparison comes first where it has the pair,
 * so that a figure is the same in every report; the others are adjusted over all pairs.
 */
export function comparisonsOf({ summary, pairs }: Pick<ViewerRun, "summary" | "pairs">, a: string, b: string) {
  const found = new Map<string, Comparison>();
  for (const comparison of [...summary.comparisons, ...pairs]) {
    if ((comparison.slice ?? null) !== null || found.has(comparison.metric)) continue;
    if (comparison.baseline === a && comparison.candidate === b) found.set(comparison.metric, comparison);
    else if (comparison.baseline === b && comparison.candidate === a)
      found.set(comparison.metric, reversed(comparison));
  }
  return [...found.values()];
}
