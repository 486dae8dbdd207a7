import { type AgreementTable, agreementTable } from "./agreement-table.ts";
import { CONFIDENCE, clampInterval, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { normPpf } from "./norm-ppf.ts";
import { sum } from "./sum.ts";
import { wilsonInterval } from "./wilson-interval.ts";

export type KappaWeights = "unweighted" | "linear" | "quadratic";

export interface Kappa extends Interval {
  readonly n: number;
  /** Chance-corrected agreement, at most 1; null when nothing was rated, or chance alone would agree always. */
  readonly kappa: number | null;
  /** Weighted share of agreement. */
  readonly observed: number | null;
  readonly standardError: number | null;
}

/**
 * Cohen's weighted kappa (1968) with the large-sample standard error of Fleiss, Cohen, Everitt (1969).
 * Without any disagreement that error is 0: then the lower bound is what Wilson's bound of the agreement leaves.
 * @param counts square table, categories in their order; equal steps between neighbours
 */
export function cohenKappaWeighted(
  counts: readonly (readonly number[])[],
  weights: KappaWeights,
  confidence = CONFIDENCE,
): Kappa {
  const table = agreementTable(counts);
  if (table === null) return { n: 0, kappa: null, observed: null, standardError: null, ...NO_INTERVAL };
  const weight = weightOf(weights, table.size);
  const cells = cellsOf(table, weight);
  const observed = sum(cells.map(({ share, weight }) => share * weight));
  const expected = sum(cells.map(({ row, column, weight }) => row * column * weight));
  const { n } = table;
  const room = 1 - expected;
  if (!(room > 1e-12)) return { n, kappa: null, observed, standardError: null, ...NO_INTERVAL };
  const kappa = (observed - expected) / room;
  if (table.observed > 1 - 1e-12) {
    const low = wilsonInterval(n, n, confidence).low;
    return { n, kappa: 1, observed, standardError: 0, low: low === null ? null : (low - expected) / room, high: 1 };
  }
  // Mean weight of a row against the other's margins, and of a column.
  const rowWeights = table.rows.map((_, i) => sum(table.columns.map((share, j) => share * weight(i, j))));
  const columnWeights = table.columns.map((_, j) => sum(table.rows.map((share, i) => share * weight(i, j))));
  const spread = sum(
    cells.map(({ i, j, share, weight }) => {
      const mean = (rowWeights[i] ?? 0) + (columnWeights[j] ?? 0);
      return share * (weight * room - mean * (1 - observed)) ** 2;
    }),
  );
  const variance = (spread - (observed * expected - 2 * expected + observed) ** 2) / (n * room ** 4);
  const standardError = Math.sqrt(Math.max(0, variance));
  const interval = symmetricInterval(kappa, normPpf(1 - (1 - confidence) / 2) * standardError);
  return { n, kappa, observed, standardError, ...clampInterval(interval, -1, 1) };
}

function weightOf(weights: KappaWeights, size: number): (row: number, column: number) => number {
  const steps = Math.max(1, size - 1);
  if (weights === "unweighted") return (row, column) => (row === column ? 1 : 0);
  const power = weights === "linear" ? 1 : 2;
  return (row, column) => 1 - (Math.abs(row - column) / steps) ** power;
}

interface Cell {
  readonly i: number;
  readonly j: number;
  readonly share: number;
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

function cellsOf(table: AgreementTable, weight: (row: number, column: number) => number): readonly Cell[] {
  return table.rows.flatMap((row, i) =>
    table.columns.map((column, j) => ({ i, j, share: table.share(i, j), row, column, weight: weight(i, j) })),
  );
}
