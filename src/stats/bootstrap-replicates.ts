import { createRandom } from "./sfc32.ts";

export interface ResamplingOptions {
  /** How many samples are drawn; 2,000 unless told. */
  readonly replicates?: number;
  readonly seed?: number;
  readonly confidence?: number;
}

export const REPLICATES = 2_000;
export const RESAMPLING_SEED = 1;

/**
 * Values of a statistic on samples of 0…n-1 with replacement (Efron 1979), sorted; replicates where it is undefined
 * (null, not finite) are left out. Draws: `floor(u · n)` from sfc32, n a replicate, one replicate after the other.
 * @param statistic gets the drawn indices; the array is used again, so it must not be kept
 */
export function bootstrapReplicates(
  n: number,
  statistic: (drawn: Uint32Array) => number | null,
  { replicates = REPLICATES, seed = RESAMPLING_SEED }: ResamplingOptions = {},
): Float64Array {
  if (!(n >= 1)) return new Float64Array();
  const random = createRandom(seed);
  const drawn = new Uint32Array(n);
  const values: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let i = 0; i < n; i++) drawn[i] = Math.floor(random() * n);
    const value = statistic(drawn);
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  return Float64Array.from(values).sort();
}
