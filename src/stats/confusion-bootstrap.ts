import { REPLICATES, RESAMPLING_SEED } from "./bootstrap-replicates.ts";
import { type ConfusionFigures, type ConfusionMargins, confusionFigures } from "./confusion-figures.ts";
import { CONFIDENCE, type Interval } from "./interval.ts";
import { normCdf } from "./norm-cdf.ts";
import { normPpf } from "./norm-ppf.ts";
import { percentileOf } from "./percentile-bootstrap.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { createRandom, sfc32Blocks } from "./sfc32.ts";

/** What is drawn together: a case, or a cluster of them. Parallel lists, an entry a prediction. */
export interface ConfusionUnit {
  readonly expected: readonly number[];
  /** As many as there are classes: none of them. */
  readonly predicted: readonly number[];
  readonly weights: readonly number[];
  /** How many units are the same as this one. */
  count: number;
}

export type FigureName = keyof ConfusionFigures;
export type FigureIntervals = Readonly<Record<FigureName, Interval>>;

/** Beyond it units are not drawn one by one: each kind's count is Poisson, which is the same in the limit (Chamandy et al. 2012). */
const MOST_DRAWN = 20_000;
/** Entries added up over all replicates. */
const MOST_WORK = 2e8;
const FEWEST_REPLICATES = 400;

/**
 * BCa intervals (Efron 1987) of all averages over classes at once, from the same samples of units. Bounds are null
 * where the replicates do not spread: no errors seen are no proof that there are none.
 * Draws: `floor(u · n)` from sfc32, n a replicate.
 */
export function confusionBootstrap(
  units: readonly ConfusionUnit[],
  classes: number,
  { seed = RESAMPLING_SEED, confidence = CONFIDENCE } = {},
): FigureIntervals | null {
  const whole = emptyMargins(classes);
  for (const unit of units) add(whole, unit, unit.count);
  const estimate = confusionFigures(whole);
  const n = units.reduce((sum, { count }) => sum + count, 0);
  if (estimate === null || n < 2) return null;
  const names = Object.keys(estimate) as FigureName[];
  const entries = units.reduce((sum, { weights }) => sum + weights.length, 0) + classes;
  const replicates = Math.max(FEWEST_REPLICATES, Math.min(REPLICATES, Math.floor(MOST_WORK / entries)));
  const found = new Map(names.map((name) => [name, [] as number[]]));
  const draw = drawsOf(units, n, seed);
  const margins = emptyMargins(classes);
  for (let replicate = 0; replicate < replicates; replicate++) {
    clear(margins);
    for (const [kind, count] of draw().entries()) {
      const unit = units[kind];
      if (count > 0 && unit !== undefined) add(margins, unit, count);
    }
    const figures = confusionFigures(margins);
    if (figures !== null) for (const name of names) found.get(name)?.push(figures[name]);
  }
  const accelerations = jackknife(units, whole, names);
  const intervalOf = (name: FigureName) =>
    bca(Float64Array.from(found.get(name) ?? []).sort(), estimate[name], accelerations.get(name) ?? 0, confidence);
  return Object.fromEntries(names.map((name) => [name, intervalOf(name)])) as unknown as FigureIntervals;
}

function emptyMargins(classes: number): ConfusionMargins {
  return {
    correct: new Float64Array(classes),
    expected: new Float64Array(classes),
    predicted: new Float64Array(classes + 1),
  };
}

function clear({ correct, expected, predicted }: ConfusionMargins): void {
  correct.fill(0);
  expected.fill(0);
  predicted.fill(0);
}

function add(margins: ConfusionMargins, unit: ConfusionUnit, times: number): void {
  const { correct, expected, predicted } = margins;
  for (let i = 0; i < unit.weights.length; i++) {
    const [row = 0, column = 0, weight = 0] = [unit.expected[i], unit.predicted[i], unit.weights[i]];
    expected[row] = (expected[row] ?? 0) + times * weight;
    predicted[column] = (predicted[column] ?? 0) + times * weight;
    if (row === column) correct[row] = (correct[row] ?? 0) + times * weight;
  }
}

/** How often each kind of unit is in a sample; the array is used again. */
function drawsOf(units: readonly ConfusionUnit[], n: number, seed: number): () => Float64Array {
  const counts = new Float64Array(units.length);
  if (n > MOST_DRAWN) {
    const random = createRandom(seed);
    return () => {
      for (const [kind, { count }] of units.entries()) counts[kind] = poisson(random, count);
      return counts;
    };
  }
  const fill = sfc32Blocks(seed);
  const drawn = new Uint32Array(n);
  const kinds = new Uint32Array(n);
  let at = 0;
  for (const [kind, { count }] of units.entries()) {
    kinds.fill(kind, at, at + count);
    at += count;
  }
  return () => {
    counts.fill(0);
    fill(drawn);
    for (let i = 0; i < n; i++) {
      const kind = kinds[Math.floor(((drawn[i] ?? 0) / 2 ** 32) * n)] ?? 0;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  };
}

/** By inversion; a normal approximation from a mean of 100 on. */
function poisson(random: () => number, mean: number): number {
  const u = random();
  if (mean > 100) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normPpf(Math.max(u, 1e-12))));
  let chance = Math.exp(-mean);
  let below = chance;
  let count = 0;
  while (u > below && chance > 0) {
    count += 1;
    chance *= mean / count;
    below += chance;
  }
  return count;
}

/** Acceleration of each figure from leaving out one unit at a time; units of a kind have the same influence. */
function jackknife(
  units: readonly ConfusionUnit[],
  whole: ConfusionMargins,
  names: readonly FigureName[],
): Map<FigureName, number> {
  const left = emptyMargins(whole.expected.length);
  const without = units.map((unit) => {
    left.correct.set(whole.correct);
    left.expected.set(whole.expected);
    left.predicted.set(whole.predicted);
    add(left, unit, -1);
    return confusionFigures(left);
  });
  const n = units.reduce((sum, { count }) => sum + count, 0);
  return new Map(
    names.map((name) => {
      const values = without.map((figures) => figures?.[name] ?? 0);
      const mean = values.reduce((sum, value, i) => sum + value * (units[i]?.count ?? 0), 0) / n;
      let [squares, cubes] = [0, 0];
      for (const [i, value] of values.entries()) {
        squares += (units[i]?.count ?? 0) * (mean - value) ** 2;
        cubes += (units[i]?.count ?? 0) * (mean - value) ** 3;
      }
      return [name, squares > 1e-24 ? cubes / (6 * squares ** 1.5) : 0];
    }),
  );
}

function bca(sorted: Float64Array, estimate: number, acceleration: number, confidence: number): Interval {
  const percentile = percentileOf(sorted, confidence);
  if (percentile.low === null) return { low: null, high: null };
  const below = sorted.filter((value) => value < estimate - 1e-12).length;
  const tied = sorted.filter((value) => Math.abs(value - estimate) <= 1e-12).length;
  const share = (below + tied / 2) / sorted.length;
  if (share <= 0 || share >= 1) return { low: percentile.low, high: percentile.high };
  const bias = normPpf(share);
  const at = (tail: number) => {
    const z = bias + normPpf(tail);
    return quantileType7(sorted, normCdf(bias + z / (1 - acceleration * z)));
  };
  const tail = (1 - confidence) / 2;
  return { low: at(tail), high: at(1 - tail) };
}
