import type { Json } from "../domain/json.ts";

/** What a pairwise score says of both lengths, candidate minus the other; NaN where it says nothing. */
export function lengthDifference(parts: Json | undefined): number {
  const { lengths } = objectOf(parts);
  const { candidate, against } = objectOf(lengths);
  return typeof candidate === "number" && typeof against === "number" ? candidate - against : Number.NaN;
}

function objectOf(value: Json | undefined): { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
