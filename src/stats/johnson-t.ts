import { sum } from "./sum.ts";
import { tCdf } from "./t-cdf.ts";

export interface JohnsonT {
  readonly t: number;
  /** Corrected for skew. */
  readonly tJohnson: number;
  readonly degreesOfFreedom: number;
  /** One-sided p of H0 "the mean is -margin or less", without and with the correction. */
  readonly p: number;
  readonly pJohnson: number;
}

/**
 * Johnson's t (JASA 73:536, 1978) of a mean above -margin: regressions skew differences to the left, where t passes too
 * easily. The correction turns back at |skew · t| = 1.5 √n; there it is held, so that a clearer pass never counts less.
 * null for fewer than three values, or no spread.
 */
export function johnsonT(differences: ArrayLike<number>, margin: number): JohnsonT | null {
  const d = Array.from(differences);
  const n = d.length;
  if (n < 3) return null;
  const mean = sum(d) / n;
  const squares = sum(d.map((value) => (value - mean) ** 2));
  const s = Math.sqrt(squares / (n - 1));
  if (!Number.isFinite(s) || !(s > 1e-12 * Math.abs(mean))) return null;
  const third = (n * sum(d.map((value) => (value - mean) ** 3))) / ((n - 1) * (n - 2));
  const skew = third / s ** 3;
  const distance = (mean + margin) / s;
  const turn = skew === 0 ? Number.POSITIVE_INFINITY : 1.5 / Math.abs(skew);
  const held = skew < 0 ? Math.min(distance, turn) : Math.max(distance, -turn);
  const t = distance * Math.sqrt(n);
  const tJohnson = (held + skew / (6 * n) + (skew * held * held) / 3) * Math.sqrt(n);
  const df = n - 1;
  return { t, tJohnson, degreesOfFreedom: df, p: tCdf(-t, df), pJohnson: tCdf(-tJohnson, df) };
}
