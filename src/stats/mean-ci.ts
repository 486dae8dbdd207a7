import { CONFIDENCE, type Interval, NO_INTERVAL, symmetricInterval } from "./interval.ts";
import { sum } from "./sum.ts";
import { tPpf } from "./t-ppf.ts";

export interface MeanEstimate extends Interval {
  readonly n: number;
  /** null for n = 0 or a value that is not finite. */
  readonly mean: number | null;
  /** null for n < 2: one value says nothing of the spread. */
  readonly standardError: number | null;
}

/** Mean with its t interval. All values equal: an interval of no width, which is no proof that the next is equal too. */
export function meanCI(values: ArrayLike<number>, confidence = CONFIDENCE): MeanEstimate {
  const all = Array.from(values);
  const n = all.length;
  const mean = sum(all) / n;
  if (n === 0 || !Number.isFinite(mean)) return { n, mean: null, standardError: null, ...NO_INTERVAL };
  if (n === 1) return { n, mean, standardError: null, ...NO_INTERVAL };
  const standardError = Math.sqrt(sum(all.map((value) => (value - mean) ** 2)) / (n - 1) / n);
  const half = tPpf(1 - (1 - confidence) / 2, n - 1) * standardError;
  return { n, mean, standardError, ...symmetricInterval(mean, half) };
}
