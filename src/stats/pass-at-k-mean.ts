import { type MeanEstimate, meanCI } from "./mean-ci.ts";
import { passAtK } from "./pass-at-k.ts";

/** pass@k over items: the mean of the items' own estimates, its error over items; items with fewer than k draws are left out. */
export function passAtKMean(items: readonly { readonly n: number; readonly c: number }[], k: number): MeanEstimate {
  return meanCI(items.map(({ n, c }) => passAtK(n, c, k)).filter((value) => value !== null));
}
