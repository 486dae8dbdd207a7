import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { mcnemar } from "./mcnemar.ts";
import { pairedBinaryDiffCI } from "./paired-binary-diff-ci.ts";
import { pairedDiff } from "./paired-diff.ts";

export interface PairedComparison extends Interval {
  readonly n: number;
  /** Mean of candidate - baseline; null for no items. */
  readonly difference: number | null;
  /** Two-sided; null where there is no test. */
  readonly p: number | null;
  readonly method: "tango+mcnemar-midp" | "paired-t" | "paired-cr1" | "no-data";
}

export interface PairedItems {
  readonly candidate: ArrayLike<number>;
  readonly baseline: ArrayLike<number>;
  /** null: items are independent. */
  readonly clusters: ArrayLike<number | string> | null;
  /** null: all equal. */
  readonly weights: ArrayLike<number> | null;
}

/**
 * Compares two sides on the items they share: Tango's interval with McNemar's mid-p for single
 * right-or-wrong answers, else t on the differences, or CR1 where there are clusters. Differences without any spread
 * are no proof of equality: they are judged as that many pairs without a discordant one.
 */
export function comparePaired(items: PairedItems, confidence = CONFIDENCE): PairedComparison {
  const { candidate, baseline, clusters, weights } = items;
  const n = candidate.length;
  if (n === 0) return { n, difference: null, p: null, method: "no-data", ...NO_INTERVAL };
  if (clusters === null && weights === null && isBinary(candidate) && isBinary(baseline)) {
    return binary(count(items, 1), count(items, -1), n, n, confidence);
  }
  const { difference, p, low, high, clusters: groups } = pairedDiff(candidate, baseline, clusters, weights, confidence);
  if (p === null && difference !== null) {
    for (const [value, better, worse] of [
      [0, 0, 0],
      [1, groups, 0],
      [-1, 0, groups],
    ] as const) {
      if (count(items, value) === n) return binary(better, worse, groups, n, confidence);
    }
  }
  return { n, difference, p, low, high, method: clusters === null ? "paired-t" : "paired-cr1" };
}

function binary(better: number, worse: number, pairs: number, n: number, confidence: number): PairedComparison {
  return {
    n,
    difference: (better - worse) / pairs,
    p: mcnemar(better, worse).pMid,
    ...pairedBinaryDiffCI(better, worse, pairs, confidence),
    method: "tango+mcnemar-midp",
  };
}

function isBinary(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0 && values[i] !== 1) return false;
  return true;
}

function count({ candidate, baseline }: PairedItems, difference: number): number {
  let found = 0;
  for (let i = 0; i < candidate.length; i++) if ((candidate[i] ?? 0) - (baseline[i] ?? 0) === difference) found += 1;
  return found;
}
