/** What BLEU is computed from; of several texts their sums. One entry of `matches` and `totals` for each order. */
export interface BleuStatistics {
  /** N-grams found in a reference, clipped at the most that one reference has. */
  readonly matches: readonly number[];
  readonly totals: readonly number[];
  readonly length: number;
  /** Of the reference that is nearest in length; the shorter of two. */
  readonly referenceLength: number;
}

export interface BleuOptions {
  /** Stop at the highest order that the text is long enough for; meant for single sentences. Default false. */
  readonly effectiveOrder?: boolean;
}

/**
 * BLEU over all texts, 0 to 1 (a hundredth of sacrebleu's): geometric mean of the n-gram precisions of the summed
 * statistics with a penalty for brevity; smoothing `exp` (each order without a match counts half of the one before).
 * 0 when nothing matches, and for no texts.
 */
export function corpusBleu(
  statistics: readonly BleuStatistics[],
  { effectiveOrder = false }: BleuOptions = {},
): number {
  const orders = Math.max(0, ...statistics.map(({ matches }) => matches.length));
  const sum = (of: (one: BleuStatistics) => number) => statistics.reduce((total, one) => total + of(one), 0);
  const matches = Array.from({ length: orders }, (_, index) => sum((one) => one.matches[index] ?? 0));
  if (!matches.some((count) => count > 0)) return 0;
  const totals = matches.map((_, index) => sum((one) => one.totals[index] ?? 0));
  const possible = totals.includes(0) ? totals.indexOf(0) : orders;
  // Without a single n-gram of the highest order the mean over all orders is 0.
  if (possible < orders && !effectiveOrder) return 0;
  let smoothing = 1;
  let logs = 0;
  for (let order = 0; order < possible; order += 1) {
    const [matched = 0, total = 1] = [matches[order], totals[order]];
    if (matched === 0) smoothing *= 2;
    logs += Math.log(matched === 0 ? 1 / (smoothing * total) : matched / total);
  }
  const [length, wanted] = [sum((one) => one.length), sum((one) => one.referenceLength)];
  const brevity = length < wanted ? Math.exp(1 - wanted / length) : 1;
  return brevity * Math.exp(logs / possible);
}
