import { CONFIDENCE } from "./interval.ts";
import { type MeanEstimate, meanCI } from "./mean-ci.ts";

/**
 * Mean of human scores when items were chosen for labelling with known chances π (uncertain ones more often):
 * mean of f + (y - f)·ξ/π over all items (active inference; Zrnic, Candès 2024, arXiv:2403.03208).
 * @param human null where the item was not labelled
 * @param chances above 0, at least .01 to keep the spread in bounds: what each item's chance was, labelled or not
 */
export function activePPI(
  judge: ArrayLike<number>,
  human: ArrayLike<number | null>,
  chances: ArrayLike<number>,
  confidence = CONFIDENCE,
): MeanEstimate {
  const values = Array.from(judge, (score, i) => {
    const label = human[i] ?? null;
    return label === null ? score : score + (label - score) / (chances[i] ?? Number.NaN);
  });
  return meanCI(values, confidence);
}
