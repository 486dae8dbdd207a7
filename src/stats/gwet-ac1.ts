import { agreementTable } from "./agreement-table.ts";
import { CONFIDENCE, clampInterval, type Interval, NO_INTERVAL } from "./interval.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";
import { wilsonInterval } from "./wilson-interval.ts";

export interface GwetAC1 extends Interval {
  readonly n: number;
  /** null when nothing was rated or there is but one category. */
  readonly ac1: number | null;
  readonly observed: number | null;
  readonly standardError: number | null;
}

/**
 * Gwet's AC1 (2008) of two raters: chance agreement Σπ(1 - π)/(Q - 1) survives a rare class, where kappa collapses.
 * Interval: analytic (Gwet's variance for two raters), t(n - 1) on log(1 - AC1). Without any disagreement the error is 0: then the
 * lower bound is what Wilson's bound of the agreement leaves.
 * @param counts square table over every category that could have been given, also those that nobody gave
 */
export function gwetAC1(counts: readonly (readonly number[])[], confidence = CONFIDENCE): GwetAC1 {
  const table = agreementTable(counts);
  if (table === null) return { n: 0, ac1: null, observed: null, standardError: null, ...NO_INTERVAL };
  const { n, size, observed, share } = table;
  if (size < 2) return { n, ac1: null, observed, standardError: null, ...NO_INTERVAL };
  const means = table.rows.map((row, i) => (row + (table.columns[i] ?? 0)) / 2);
  const expected = sum(means.map((mean) => mean * (1 - mean))) / (size - 1);
  const room = 1 - expected;
  const ac1 = (observed - expected) / room;
  if (observed > 1 - 1e-12) {
    const low = wilsonInterval(n, n, confidence).low;
    return { n, ac1: 1, observed, standardError: 0, low: low === null ? null : (low - expected) / room, high: 1 };
  }
  if (n < 2) return { n, ac1, observed, standardError: null, ...NO_INTERVAL };
  const agreed = sum(means.map((mean, i) => share(i, i) * (1 - mean))) / (size - 1);
  const crossed = sum(means.flatMap((row, i) => means.map((column, j) => share(i, j) * (1 - (row + column) / 2) ** 2)));
  const variance =
    (observed * (1 - observed) -
      4 * (1 - observed) * (agreed - observed * expected) +
      4 * (1 - observed) ** 2 * (crossed / (size - 1) ** 2 - expected ** 2)) /
    (n * room ** 2);
  const standardError = Math.sqrt(Math.max(0, variance));
  // On the logarithm of what is missing to 1: near 1 a symmetric interval holds the truth too seldom.
  const missing = 1 - ac1;
  const factor = Math.exp((tPpf(1 - (1 - confidence) / 2, n - 1) * standardError) / missing);
  const interval = { low: 1 - missing * factor, high: 1 - missing / factor };
  return { n, ac1, observed, standardError, ...clampInterval(interval, -1, 1) };
}
