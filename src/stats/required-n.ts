import { normPpf } from "./norm-ppf.ts";

export interface PowerOptions {
  /** One-sided; .05 unless told. */
  readonly alpha?: number;
  /** .8 unless told. */
  readonly power?: number;
}

export interface RequiredN extends PowerOptions {
  /** Standard deviation of the differences per item; of a base-against-base run where there is one. */
  readonly sd: number;
  /** How much worse still passes, in the units of the score. */
  readonly margin: number;
  /** Candidate less baseline as it is; 0 unless told. */
  readonly trueDifference?: number;
  /** How much clusters inflate the variance; 1 unless told. */
  readonly designEffect?: number;
}

/**
 * How many paired items it takes to show non-inferiority: ⌈deff ((z_α + z_power) sd / (margin + difference))²⌉.
 * null when no number does: the candidate is worse by the margin, or the figures are not numbers. At least 2.
 */
export function requiredN(wanted: RequiredN): number | null {
  const { sd, margin, trueDifference = 0, designEffect = 1 } = wanted;
  const distance = margin + trueDifference;
  if (!(distance > 0) || !(sd >= 0)) return null;
  const n = designEffect * ((powerQuantile(wanted) * sd) / distance) ** 2;
  // The slack keeps an n that is whole but for rounding.
  return Number.isFinite(n) ? Math.max(2, Math.ceil(n - 1e-9 * n)) : null;
}

/** z_{1-α} + z_power. */
export function powerQuantile({ alpha = 0.05, power = 0.8 }: PowerOptions): number {
  return normPpf(1 - alpha) + normPpf(power);
}
