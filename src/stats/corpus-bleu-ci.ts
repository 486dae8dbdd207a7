import { clusteredMeanCI } from "./clustered-mean-ci.ts";
import { type BleuStatistics, corpusBleu } from "./corpus-bleu.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { sum } from "./sum.ts";

export interface CorpusBleuEstimate extends Interval {
  /** 0…1; null for no texts. */
  readonly value: number | null;
  readonly n: number;
}

/** Counts per order, then both lengths. */
type Row = readonly number[];

/**
 * Corpus BLEU with its interval: the delta method on its logarithm, over texts or their clusters (CR1). BLEU depends on
 * the sums of counts alone, so a text's influence is the slope of log BLEU along its counts. No interval where nothing
 * matches, or for a single text. Several texts of one case (repeats) come as one row: their counts added.
 */
export function corpusBleuCI(
  texts: readonly BleuStatistics[],
  clusters: ArrayLike<number | string> | null = null,
  confidence = CONFIDENCE,
): CorpusBleuEstimate {
  const n = texts.length;
  if (n === 0) return { value: null, n, ...NO_INTERVAL };
  const orders = Math.max(...texts.map(({ matches }) => matches.length));
  const rows = texts.map((one) => rowOf(one, orders));
  const totals = Array.from({ length: 2 * orders + 2 }, (_, at) => sum(rows.map((row) => row[at] ?? 0)));
  const value = corpusBleu([statisticsOf(totals, orders)]);
  if (value === 0 || n === 1) return { value, n, ...NO_INTERVAL };
  const log = (row: Row) => Math.log(corpusBleu([statisticsOf(row, orders)]));
  const slopes = totals.map((total, at) => {
    // An order without a match is smoothed by a rule, not by its counts: it has no slope.
    if (total === 0) return 0;
    const step = total * 1e-5;
    const moved = (by: number) => log(totals.map((other, index) => (index === at ? other + by : other)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
  const influence = rows.map((row) => n * sum(row.map((count, at) => count * (slopes[at] ?? 0))));
  const { low, high } = clusteredMeanCI(influence, clusters, null, confidence);
  if (low === null || high === null) return { value, n, ...NO_INTERVAL };
  const half = (high - low) / 2;
  return { value, n, low: value * Math.exp(-half), high: Math.min(1, value * Math.exp(half)) };
}

function rowOf({ matches, totals, length, referenceLength }: BleuStatistics, orders: number): Row {
  const filled = (counts: readonly number[]) => Array.from({ length: orders }, (_, at) => counts[at] ?? 0);
  return [...filled(matches), ...filled(totals), length, referenceLength];
}

function statisticsOf(row: Row, orders: number): BleuStatistics {
  return {
    matches: row.slice(0, orders),
    totals: row.slice(orders, 2 * orders),
    length: row[2 * orders] ?? 0,
    referenceLength: row[2 * orders + 1] ?? 0,
  };
}
