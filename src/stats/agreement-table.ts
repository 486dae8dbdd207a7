import { sum } from "./sum.ts";

/** Shares of a square table of counts (rows: first rater, columns: second) with its margins. */
export interface AgreementTable {
  readonly n: number;
  readonly size: number;
  share(row: number, column: number): number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Share on the diagonal. */
  readonly observed: number;
}

/** @returns null for no counts, or a count that is no finite number of at least 0 */
export function agreementTable(counts: readonly (readonly number[])[]): AgreementTable | null {
  const size = counts.length;
  const cells = counts.flatMap((row) => Array.from({ length: size }, (_, column) => row[column] ?? 0));
  const n = sum(cells);
  if (!(n > 0) || !Number.isFinite(n) || cells.some((count) => count < 0)) return null;
  const share = (row: number, column: number) => (cells[row * size + column] ?? 0) / n;
  const at = Array.from({ length: size }, (_, index) => index);
  return {
    n,
    size,
    share,
    rows: at.map((row) => sum(at.map((column) => share(row, column)))),
    columns: at.map((column) => sum(at.map((row) => share(row, column)))),
    observed: sum(at.map((index) => share(index, index))),
  };
}

/** Counts of the pairs of labels that two raters gave, in the order of `categories`; other labels are left out. */
export function countAgreement<T>(
  first: readonly T[],
  second: readonly T[],
  categories: readonly T[],
): readonly (readonly number[])[] {
  const at = new Map(categories.map((category, index) => [category, index]));
  const counts = categories.map(() => categories.map(() => 0));
  for (const [i, label] of first.entries()) {
    const other = second[i];
    const row = counts[at.get(label) ?? -1];
    const column = other === undefined ? undefined : at.get(other);
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}
