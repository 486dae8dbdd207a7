import { cohenKappaWeighted, type Kappa } from "./cohen-kappa-weighted.ts";
import { CONFIDENCE } from "./interval.ts";

/**
 * Cohen's kappa (1960) of two raters, (po - pe) / (1 - pe), with the standard error of Fleiss, Cohen, Everitt (1969).
 * It falls with the prevalence of a class, whatever the raters do: show it beside `gwetAC1`, never alone.
 * @param counts square table: rows the first rater's categories, columns the second's
 */
export function cohenKappa(counts: readonly (readonly number[])[], confidence = CONFIDENCE): Kappa {
  return cohenKappaWeighted(counts, "unweighted", confidence);
}
