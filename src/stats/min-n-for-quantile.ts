import { CONFIDENCE } from "./interval.ts";

/** How many values it takes until the largest bounds the p-quantile from above (two-sided interval): ln(α/2) / ln p. */
export function minNForQuantile(p: number, confidence = CONFIDENCE): number {
  return Math.ceil(Math.log((1 - confidence) / 2) / Math.log(p));
}
