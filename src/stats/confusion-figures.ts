/** A confusion matrix by its margins: all that the averages over classes need of it. */
export interface ConfusionMargins {
  /** Expected and predicted alike, by class. */
  readonly correct: Float64Array;
  readonly expected: Float64Array;
  /** By column: the classes in the order of `expected`, then what is none of them. */
  readonly predicted: Float64Array;
}

export interface ConfusionFigures {
  readonly accuracy: number;
  readonly macroPrecision: number;
  /** Mean recall: balanced accuracy. */
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly weightedPrecision: number;
  readonly weightedF1: number;
  /** Matthews' correlation (Gorodkin 2004); 0 where a margin is empty. */
  readonly mcc: number;
}

/**
 * Averages over the classes that were expected at all; a class without a case has no recall to be averaged.
 * A class that was never predicted has precision and F1 0 in them (sklearn's `zero_division=0`).
 * @returns null for an empty matrix
 */
export function confusionFigures({ correct, expected, predicted }: ConfusionMargins): ConfusionFigures | null {
  let [total, right, classes, precisions, recalls, f1s, weightedPrecision, weightedF1] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [cross, expectedSquares, predictedSquares] = [0, 0, 0];
  for (let k = 0; k < predicted.length; k++) predictedSquares += (predicted[k] ?? 0) ** 2;
  for (let k = 0; k < expected.length; k++) {
    const [hits, cases, said] = [correct[k] ?? 0, expected[k] ?? 0, predicted[k] ?? 0];
    total += cases;
    right += hits;
    cross += cases * said;
    expectedSquares += cases ** 2;
    if (!(cases > 0)) continue;
    classes += 1;
    const precision = said > 0 ? hits / said : 0;
    const f1 = (2 * hits) / (cases + said);
    precisions += precision;
    recalls += hits / cases;
    f1s += f1;
    weightedPrecision += cases * precision;
    weightedF1 += cases * f1;
  }
  if (classes === 0) return null;
  const spread = (total ** 2 - predictedSquares) * (total ** 2 - expectedSquares);
  return {
    accuracy: right / total,
    macroPrecision: precisions / classes,
    macroRecall: recalls / classes,
    macroF1: f1s / classes,
    weightedPrecision: weightedPrecision / total,
    weightedF1: weightedF1 / total,
    // Sums of fractions may leave a margin that is empty a rounding error from it.
    mcc: spread > 1e-12 * total ** 4 ? Math.min(1, Math.max(-1, (right * total - cross) / Math.sqrt(spread))) : 0,
  };
}
