import { type PowerOptions, powerQuantile } from "./required-n.ts";

/**
 * The smallest difference that n paired items show with the wanted power: (z_α + z_power) sd √(deff / n), in the units
 * of the score. null for n < 1 or a spread that is not known. An sd of 0 is a spread that was not seen: see
 * `discordanceSd`.
 */
export function minimumDetectableEffect(
  n: number,
  sd: number,
  options: PowerOptions & { readonly designEffect?: number } = {},
): number | null {
  if (!(n >= 1) || !(sd >= 0) || !Number.isFinite(sd)) return null;
  return powerQuantile(options) * sd * Math.sqrt((options.designEffect ?? 1) / n);
}
