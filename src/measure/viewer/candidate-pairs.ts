import type { Comparison } from "../../domain/summary.ts";
import { comparableMetrics } from "../compare/comparable-metrics.ts";
import { adjustFamily, compareSides } from "../compare/compare-sides.ts";
import { sidesOfTable } from "../compare/side.ts";
import type { Table } from "../table.ts";

/** Twenty-eight pairs: with more, nothing would stand after Holm, and nobody would read them. */
const MOST_CANDIDATES = 8;
/** Means alone: quantiles would need a bootstrap for each pair. */
const METRICS = ["accuracy", "score", "cost_per_case_usd"];
/** The table of cases has them all. */
const MOST_IDS = 200;

export interface PairOptions {
  /** Whom the others are compared with: the baseline of its pairs. Of two others it is the one that stands first. */
  readonly reference: string;
  /** The first so many cases count, by candidate in the table's order; undefined: all. */
  readonly ends?: readonly (number | undefined)[];
}

/**
 * Every pair of candidates, paired by case, on each metric that says something; p is Holm's over the pairs of a metric.
 * With many candidates: the reference and the first of the others.
 */
export function candidatePairs(table: Table, { reference, ends = [] }: PairOptions): Comparison[] {
  const all = sidesOfTable(table).map((side, at) => ({ side, end: ends[at] ?? table.caseCount }));
  const isReference = ({ side }: { side: { candidate: string } }) => side.candidate === reference;
  const known = [...all.filter(isReference), ...all.filter((one) => !isReference(one))].slice(0, MOST_CANDIDATES);
  const pairs = known.flatMap((baseline, at) =>
    known.slice(at + 1).map((candidate) => ({
      candidate: candidate.side,
      baseline: baseline.side,
      cases: Math.min(candidate.end, baseline.end),
    })),
  );
  const offered = comparableMetrics(pairs);
  return METRICS.filter((metric) => offered.includes(metric)).flatMap((metric) =>
    adjustFamily(
      pairs.map(({ candidate, baseline, cases }) =>
        short(compareSides(candidate, baseline, metric, { slice: null, cases })),
      ),
    ),
  );
}

/** Nearly every case costs a little more or less: their names say nothing. */
function short(comparison: Comparison): Comparison {
  const most = comparison.metric.startsWith("cost_") ? 0 : MOST_IDS;
  return {
    ...comparison,
    improved: comparison.improved.slice(0, most),
    regressed: comparison.regressed.slice(0, most),
  };
}
