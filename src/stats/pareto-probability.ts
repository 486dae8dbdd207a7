import type { ResamplingOptions } from "./bootstrap-replicates.ts";
import { REPLICATES, RESAMPLING_SEED } from "./bootstrap-replicates.ts";
import { type Direction, dominates, paretoFront, tied } from "./pareto-front.ts";
import { createRandom } from "./sfc32.ts";

export interface ParetoMetric {
  readonly direction: Direction;
  /** The candidate's figure on the drawn items (an item may come several times); NaN: it has none. */
  readonly of: (candidate: number, drawn: Uint32Array) => number;
}

export interface ParetoProbability {
  /** Share of the samples in which the candidate is on the front. */
  readonly front: number[];
  /** By metric and candidate: share of the samples in which it is the best; ties share. */
  readonly best: number[][];
  /** By candidate, by the other one: share of the samples in which that one dominates it. */
  readonly dominatedBy: number[][];
}

/**
 * How sure each candidate's place on the Pareto front is: paired item bootstrap, one choice of items for all candidates
 * and metrics. Draws: `floor(u · n)` from sfc32, a unit each.
 * @param units the items of each unit drawn (a cluster's items together); null: `items` items on their own
 */
export function paretoProbability(
  candidates: number,
  items: number,
  metrics: readonly ParetoMetric[],
  options: ResamplingOptions & { readonly units?: readonly (readonly number[])[] | null } = {},
): ParetoProbability {
  const { replicates = REPLICATES, seed = RESAMPLING_SEED, units = null } = options;
  const random = createRandom(seed);
  const directions = metrics.map(({ direction }) => direction);
  const ids = Array.from({ length: candidates }, (_, id) => id);
  const front = ids.map(() => 0);
  const best = metrics.map(() => ids.map(() => 0));
  const dominatedBy = ids.map(() => ids.map(() => 0));
  const count = units?.length ?? items;
  const samples = count < 1 ? 0 : replicates;
  for (let replicate = 0; replicate < samples; replicate++) {
    const drawn = Uint32Array.from({ length: count }, () => Math.floor(random() * count));
    const sample = units === null ? drawn : Uint32Array.from([...drawn].flatMap((unit) => units[unit] ?? []));
    const points = ids.map((id) => metrics.map(({ of }) => of(id, sample)));
    for (const [id, on] of paretoFront(points, directions).entries()) if (on) add(front, id, 1);
    for (const [metric, row] of best.entries()) shareBest(points, metric, directions[metric] ?? "max", row);
    for (const id of ids) {
      for (const other of ids) {
        if (dominates(points[other] ?? [], points[id] ?? [], directions)) add(dominatedBy[id] ?? [], other, 1);
      }
    }
  }
  const shares = (counts: readonly number[]) => counts.map((found) => (samples > 0 ? found / samples : 0));
  return { front: shares(front), best: best.map(shares), dominatedBy: dominatedBy.map(shares) };
}

function shareBest(points: readonly (readonly number[])[], metric: number, direction: Direction, into: number[]): void {
  const sign = direction === "max" ? 1 : -1;
  const figures = points.map((point) => sign * (point[metric] ?? Number.NaN));
  const top = figures.reduce((most, value) => (value > most ? value : most), Number.NEGATIVE_INFINITY);
  const winners = figures.flatMap((value, id) => (tied(value, top) ? [id] : []));
  for (const id of winners) add(into, id, 1 / winners.length);
}

function add(into: number[], at: number, share: number): void {
  into[at] = (into[at] ?? 0) + share;
}
