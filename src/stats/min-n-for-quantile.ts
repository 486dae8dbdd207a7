import { CONFIDENCE } from "./interval.ts";

/**
 * How many values it takes until the largest bounds the p-quantile from above: ⌈ln(α/2) / ln p⌉ for a two-sided interval;
 * for a one-sided bound pass 2 · confidence - 1.
 */
export function minNForQuantile(p: number, confidence = CONFIDENCE): number {
  return Math.ceil(Math.log((1 - confidence) / 2) / Math.log(p));
}
