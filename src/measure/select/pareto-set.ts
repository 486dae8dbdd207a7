import type { SelectionObjective } from "../../domain/selection.ts";
import { REPLICATES } from "../../stats/bootstrap-replicates.ts";
import { paretoFront } from "../../stats/pareto-front.ts";
import { type ParetoProbability, paretoProbability } from "../../stats/pareto-probability.ts";
import { figureOf, figureOn, type SharedColumn } from "./shared-columns.ts";

/** A second or two: beyond it fewer samples are drawn, and the report says how many. */
const MOST_DRAWS = 8e7;
const FEWEST_REPLICATES = 200;

/** By metric, by contender; null: not measured. */
export type Columns = ReadonlyMap<string, readonly (SharedColumn | null)[]>;

export interface ParetoSet extends ParetoProbability {
  readonly onFront: readonly boolean[];
  readonly replicates: number;
}

/**
 * Who is on the Pareto front of some metrics, and how surely: whole clusters where there are some, else cases are drawn,
 * the same ones for every contender and metric.
 */
export function paretoSet(
  metrics: readonly SelectionObjective[],
  columns: Columns,
  contenders: number,
  cases: number,
  clusters: Int32Array | null,
  seed: number,
): ParetoSet {
  const directions = metrics.map(({ direction }) => direction);
  const of = (metric: string) => columns.get(metric) ?? [];
  const points = Array.from({ length: contenders }, (_, id) =>
    metrics.map(({ metric }) => {
      const column = of(metric)[id] ?? null;
      return column === null ? Number.NaN : figureOf(column);
    }),
  );
  const drawn = metrics.map(({ metric, direction }) => {
    const figures = of(metric).map((column) => (column === null ? null : figureOn(column)));
    return { direction, of: (id: number, sample: Uint32Array) => figures[id]?.(sample) ?? Number.NaN };
  });
  const work = Math.max(1, cases * contenders * metrics.length);
  const replicates = Math.round(Math.min(REPLICATES, Math.max(FEWEST_REPLICATES, MOST_DRAWS / work)));
  const units = clusters === null ? null : unitsOf(clusters);
  const probability = paretoProbability(contenders, cases, drawn, { replicates, seed, units });
  return { ...probability, onFront: paretoFront(points, directions), replicates };
}

/** The cases of each cluster, in order of first appearance. */
function unitsOf(clusters: Int32Array): number[][] {
  const units = new Map<number, number[]>();
  for (const [item, cluster] of clusters.entries()) {
    const unit = units.get(cluster);
    if (unit === undefined) units.set(cluster, [item]);
    else unit.push(item);
  }
  return [...units.values()];
}
