import { REPLICATES, RESAMPLING_SEED, type ResamplingOptions } from "./bootstrap-replicates.ts";
import { CONFIDENCE, type Interval, NO_INTERVAL } from "./interval.ts";
import { pairedQuantileReplicates } from "./paired-quantile-replicates.ts";
import { percentileOf } from "./percentile-bootstrap.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { createRandom } from "./sfc32.ts";

export interface QuantileDifference extends Interval {
  /** Quantile of b less quantile of a (type 7); not the quantile of the differences. null for no values. */
  readonly difference: number | null;
}

export interface QuantileDiffOptions extends ResamplingOptions {
  /** Both sides hold the same items in the same order: one choice of items a replicate for both. */
  readonly paired: boolean;
}

/**
 * Difference of two p-quantiles with a percentile bootstrap interval (Efron 1979). Rests on about n(1 - p) values: below
 * 20 of them `quantileDiffOrderStat` is the honest one. Draws: `floor(u · n)` from sfc32; unpaired, those of a first.
 */
export function quantileDiffBootstrap(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  p: number,
  options: QuantileDiffOptions,
): QuantileDifference {
  const left = Float64Array.from(a);
  const right = Float64Array.from(b);
  const difference = minus(quantileType7(right.toSorted(), p), quantileType7(left.toSorted(), p));
  if (difference === null || left.length < 2 || right.length < 2) return { difference, ...NO_INTERVAL };
  if (options.paired) {
    if (left.length !== right.length) throw new Error("paired sides have the same items");
    const { low, high } = percentileOf(pairedQuantileReplicates(left, right, p, options), options.confidence);
    return { difference, low, high };
  }
  const random = createRandom(options.seed ?? RESAMPLING_SEED);
  const values: number[] = [];
  const draw = (n: number) => Uint32Array.from({ length: n }, () => Math.floor(random() * n));
  for (let replicate = 0; replicate < (options.replicates ?? REPLICATES); replicate++) {
    const low = drawnQuantile(left, draw(left.length), p);
    const value = minus(drawnQuantile(right, draw(right.length), p), low);
    if (value !== null) values.push(value);
  }
  const { low, high } = percentileOf(Float64Array.from(values).sort(), options.confidence ?? CONFIDENCE);
  return { difference, low, high };
}

function drawnQuantile(values: Float64Array, drawn: Uint32Array, p: number): number | null {
  const sample = Float64Array.from(drawn, (index) => values[index] ?? Number.NaN);
  return quantileType7(sample.sort(), p);
}

function minus(a: number | null, b: number | null): number | null {
  const difference = a === null || b === null ? Number.NaN : a - b;
  return Number.isFinite(difference) ? difference : null;
}
