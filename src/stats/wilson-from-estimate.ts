import { clampInterval, type Interval, NO_INTERVAL } from "./interval.ts";

/**
 * Wilson's interval (1927) around a rate that rests on `effectiveN` independent observations (fractions allowed).
 * @param quantile of the normal, or of t where the effective n is itself estimated (Korn and Graubard 1998)
 */
export function wilsonFromEstimate(rate: number, effectiveN: number, quantile: number): Interval {
  if (!(rate >= 0 && rate <= 1) || !(effectiveN > 0) || !Number.isFinite(effectiveN) || !Number.isFinite(quantile)) {
    return NO_INTERVAL;
  }
  const z2 = quantile * quantile;
  const centre = rate + z2 / (2 * effectiveN);
  const spread = quantile * Math.sqrt((rate * (1 - rate)) / effectiveN + z2 / (4 * effectiveN * effectiveN));
  const scale = 1 + z2 / effectiveN;
  // At the ends the bound is the end itself; rounding must not leave it a hair beside.
  const low = rate === 0 ? 0 : (centre - spread) / scale;
  const high = rate === 1 ? 1 : (centre + spread) / scale;
  return clampInterval({ low, high }, 0, 1);
}
