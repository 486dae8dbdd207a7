import { bootstrapReplicates, type ResamplingOptions } from "./bootstrap-replicates.ts";
import type { Interval } from "./interval.ts";
import { percentileOf } from "./percentile-bootstrap.ts";

/** Which distances between ratings count. `ratio` needs values above or equal to 0. */
export type RatingLevel = "nominal" | "ordinal" | "interval" | "ratio";

export interface KrippendorffAlpha extends Interval {
  /** 1 - observed / expected disagreement; null when nothing can be paired or all ratings are equal. */
  readonly alpha: number | null;
  /** Units with two ratings or more: the others say nothing of agreement. */
  readonly units: number;
  /** Their ratings. */
  readonly ratings: number;
}

/**
 * Krippendorff's alpha (2004, 2011) over any number of raters, with missing ratings (null, or left out).
 * Interval: percentile bootstrap over units, whole and seeded; none when no two replicates differ. `replicates: 0` asks for none.
 * @param units the ratings of each unit; which rater gave which does not matter
 */
export function krippendorffAlpha(
  units: readonly (readonly (number | null)[])[],
  level: RatingLevel,
  options: ResamplingOptions = {},
): KrippendorffAlpha {
  const coded = codeUnits(units);
  const all = Uint32Array.from({ length: coded.units.length }, (_, i) => i);
  const measure = alphaOf(coded, level);
  const replicates = coded.units.length < 2 ? new Float64Array() : bootstrapReplicates(all.length, measure, options);
  const { low, high } = percentileOf(replicates, options.confidence);
  return {
    alpha: measure(all),
    low,
    high,
    units: coded.units.length,
    ratings: coded.units.reduce((total, unit) => total + unit.size, 0),
  };
}

interface CodedUnit {
  /** Positions of its distinct values, and how often each was given. */
  readonly codes: readonly number[];
  readonly counts: readonly number[];
  readonly size: number;
}
interface CodedRatings {
  /** Ascending. */
  readonly values: readonly number[];
  readonly units: readonly CodedUnit[];
}

function codeUnits(units: readonly (readonly (number | null)[])[]): CodedRatings {
  const known = units
    .map((unit) => unit.filter((value): value is number => value !== null && Number.isFinite(value)))
    .filter((unit) => unit.length >= 2);
  const values = [...new Set(known.flat())].sort((a, b) => a - b);
  const codeOf = new Map(values.map((value, code) => [value, code]));
  return {
    values,
    units: known.map((unit) => {
      const counts = new Map<number, number>();
      for (const value of unit) {
        const code = codeOf.get(value) ?? 0;
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
      return { codes: [...counts.keys()], counts: [...counts.values()], size: unit.length };
    }),
  };
}

/** Alpha of a draw of units. Distances depend on the draw for `ordinal` alone: the others' disagreements are kept. */
function alphaOf({ values, units }: CodedRatings, level: RatingLevel): (drawn: Uint32Array) => number | null {
  const totals = new Float64Array(values.length);
  // Centred, so that squares of large ratings do not swallow their differences.
  const middle = values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
  const positions = Float64Array.from(values, (value) => (level === "ratio" ? value : value - middle));
  const kept = level === "ordinal" ? null : Float64Array.from(units, (unit) => observedOf(unit, positions, level));
  return (drawn) => {
    totals.fill(0);
    let n = 0;
    for (const at of drawn) {
      const unit = units[at];
      if (unit === undefined) continue;
      n += unit.size;
      for (const [i, code] of unit.codes.entries()) totals[code] = (totals[code] ?? 0) + (unit.counts[i] ?? 0);
    }
    if (level === "ordinal") midRanks(totals, positions);
    let observed = 0;
    for (const at of drawn) {
      const unit = units[at];
      if (unit !== undefined) observed += kept?.[at] ?? observedOf(unit, positions, level);
    }
    // All ratings equal: there is nothing to tell agreement from chance by.
    if (totals.filter((count) => count > 0).length < 2) return null;
    return 1 - ((n - 1) * observed) / pairDistances(totals, positions, level);
  };
}

/** The ordinal distance of two values is that of their middle ranks. */
function midRanks(totals: Float64Array, ranks: Float64Array): void {
  const all = totals.reduce((total, count) => total + count, 0);
  let below = 0;
  for (const [code, count] of totals.entries()) {
    ranks[code] = (below + count / 2) / all;
    below += count;
  }
}

function observedOf({ codes, counts, size }: CodedUnit, positions: Float64Array, level: RatingLevel): number {
  const own = codes.map((code) => positions[code] ?? 0);
  return pairDistances(counts, own, level) / (size - 1);
}

/** Σ over ordered pairs of ratings of their squared distance. */
function pairDistances(counts: ArrayLike<number>, positions: ArrayLike<number>, level: RatingLevel): number {
  const size = counts.length;
  let n = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < size; i++) {
    const count = counts[i] ?? 0;
    const value = level === "nominal" ? count : (positions[i] ?? 0);
    n += count;
    first += count * value;
    second += count * value * value;
  }
  if (level === "nominal") return n * n - first;
  if (level !== "ratio") return Math.max(0, 2 * (n * second - first * first));
  let total = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const a = positions[i] ?? 0;
      const b = positions[j] ?? 0;
      if (a !== b) total += 2 * (counts[i] ?? 0) * (counts[j] ?? 0) * ((a - b) / (a + b)) ** 2;
    }
  }
  return total;
}
