import { confusionFigures } from "./confusion-figures.ts";

export interface ClassificationMetrics {
  /** By class; 0 where the denominator is 0 (sklearn's `zero_division=0`). */
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly f1: readonly number[];
  readonly support: readonly number[];
  /** Precision, recall, F1. */
  readonly macro: readonly [number, number, number];
  readonly micro: readonly [number, number, number];
  readonly weighted: readonly [number, number, number];
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly mcc: number;
  readonly kappa: number;
}

/**
 * All figures of a confusion matrix: rows expected, columns predicted; further columns than rows are predictions that
 * are no class. @returns null for an empty matrix
 */
export function classificationMetrics(matrix: readonly (readonly number[])[]): ClassificationMetrics | null {
  const columns = Math.max(matrix.length, ...matrix.map((row) => row.length));
  const correct = Float64Array.from(matrix, (row, k) => row[k] ?? 0);
  const expected = Float64Array.from(matrix, (row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = Float64Array.from({ length: columns }, (_, k) =>
    matrix.reduce((sum, row) => sum + (row[k] ?? 0), 0),
  );
  const figures = confusionFigures({ correct, expected, predicted });
  if (figures === null) return null;
  const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  const each = (of: (k: number) => number) => Array.from(correct, (_, k) => of(k));
  const total = expected.reduce((sum, count) => sum + count, 0);
  const right = correct.reduce((sum, count) => sum + count, 0);
  const named = predicted.subarray(0, matrix.length).reduce((sum, count) => sum + count, 0);
  const chance = expected.reduce((sum, count, k) => sum + (count * (predicted[k] ?? 0)) / total ** 2, 0);
  return {
    precision: each((k) => ratio(correct[k] ?? 0, predicted[k] ?? 0)),
    recall: each((k) => ratio(correct[k] ?? 0, expected[k] ?? 0)),
    f1: each((k) => ratio(2 * (correct[k] ?? 0), (expected[k] ?? 0) + (predicted[k] ?? 0))),
    support: [...expected],
    macro: [figures.macroPrecision, figures.macroRecall, figures.macroF1],
    micro: [ratio(right, named), right / total, ratio(2 * right, total + named)],
    weighted: [figures.weightedPrecision, figures.accuracy, figures.weightedF1],
    accuracy: figures.accuracy,
    balancedAccuracy: figures.macroRecall,
    mcc: figures.mcc,
    kappa: chance < 1 ? (figures.accuracy - chance) / (1 - chance) : 0,
  };
}
