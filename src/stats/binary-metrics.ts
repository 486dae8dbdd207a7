export interface BinaryMetrics {
  readonly precision: number | null;
  /** Sensitivity. */
  readonly recall: number | null;
  readonly specificity: number | null;
  readonly f1: number | null;
  /** Matthews' correlation; 0 where a margin is empty, as sklearn has it. */
  readonly mcc: number;
  readonly balancedAccuracy: number | null;
  readonly youdenJ: number | null;
}

/** Figures of a two-by-two table; null where the denominator is 0. */
export function binaryMetrics({ tp, fp, fn, tn }: { tp: number; fp: number; fn: number; tn: number }): BinaryMetrics {
  const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  const recall = ratio(tp, tp + fn);
  const specificity = ratio(tn, tn + fp);
  const both = recall === null || specificity === null ? null : recall + specificity;
  const margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
  return {
    precision: ratio(tp, tp + fp),
    recall,
    specificity,
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    mcc: margins > 0 ? (tp * tn - fp * fn) / Math.sqrt(margins) : 0,
    balancedAccuracy: both === null ? null : both / 2,
    youdenJ: both === null ? null : both - 1,
  };
}
