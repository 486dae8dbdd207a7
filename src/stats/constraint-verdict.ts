import type { Interval } from "./interval.ts";

export interface Constraint {
  /** The figure must be at least, or at most, the bound. */
  readonly kind: "min" | "max";
  readonly bound: number;
}

/** A constraint by its interval: met or violated only when the whole interval says so; a side without bound says nothing. */
export function constraintVerdict({ kind, bound }: Constraint, interval: Interval): "meets" | "violates" | "unknown" {
  const { low, high } = interval;
  const reaches = low !== null && low >= bound;
  const stays = high !== null && high <= bound;
  if (kind === "min") return reaches ? "meets" : high !== null && high < bound ? "violates" : "unknown";
  return stays ? "meets" : low !== null && low > bound ? "violates" : "unknown";
}
