import { CONFIDENCE, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { meanCI } from "./mean-ci.ts";
import { tCdf } from "./t-cdf.ts";
import { tPpf } from "./t-ppf.ts";

export interface WelchDifference extends Interval {
  /** Mean of the first less mean of the second; null where one is empty. */
  readonly difference: number | null;
  readonly standardError: number | null;
  readonly degreesOfFreedom: number | null;
  /** Two-sided. */
  readonly p: number | null;
}

/** Difference of the means of two independent groups with unequal spread (Welch 1947). No spread at all: no interval. */
export function welchDiff(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  confidence = CONFIDENCE,
): WelchDifference {
  const [a, b] = [meanCI(first), meanCI(second)];
  const difference = a.mean === null || b.mean === null ? null : a.mean - b.mean;
  const unknown = { standardError: null, degreesOfFreedom: null, p: null, ...NO_INTERVAL };
  if (difference === null || a.standardError === null || b.standardError === null) return { difference, ...unknown };
  const [va, vb] = [a.standardError ** 2, b.standardError ** 2];
  const standardError = Math.sqrt(va + vb);
  if (standardError <= 1e-12) return { difference, ...unknown };
  const degreesOfFreedom = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const half = tPpf(1 - (1 - confidence) / 2, degreesOfFreedom) * standardError;
  const p = 2 * tCdf(-Math.abs(difference / standardError), degreesOfFreedom);
  return { difference, standardError, degreesOfFreedom, p, ...symmetricInterval(difference, half) };
}
