import type { SelectionDifference, SelectionObjective } from "../../domain/selection.ts";
import { paretoFront, tied } from "../../stats/pareto-front.ts";

/** What the choice is made by: figures on the shared cases, by contender. */
export interface ChoiceFacts {
  readonly objectives: readonly SelectionObjective[];
  /** By objective, by contender; NaN: not measured. */
  readonly figures: readonly (readonly number[])[];
  /** By contender, USD a case; NaN: unknown. */
  readonly costs: readonly number[];
  readonly epsilon: number;
  /** `a` less `b` by the one objective. */
  readonly differ: (a: number, b: number) => SelectionDifference;
}

export interface Choice {
  /** null: there is none, or no candidate is best in all of several objectives. */
  readonly chosen: number | null;
  readonly best: number | null;
  readonly front: readonly number[];
  /** Contenders that cannot be told apart from the best one, each with its difference to it. */
  readonly equals: readonly { readonly id: number; readonly difference: SelectionDifference }[];
}

/** The answer among some contenders: the best by the objective, or the cheapest of those that cannot be told apart from it. */
export function choose(eligible: readonly number[], facts: ChoiceFacts): Choice {
  const { objectives, figures, costs } = facts;
  const [objective, ...more] = objectives;
  const measured = eligible.filter((id) => figures.every((row) => !Number.isNaN(row[id] ?? Number.NaN)));
  if (objective === undefined || measured.length === 0) return { chosen: null, best: null, front: [], equals: [] };
  if (more.length > 0) {
    const points = measured.map((id) => figures.map((row) => row[id] ?? Number.NaN));
    const on = paretoFront(
      points,
      objectives.map(({ direction }) => direction),
    );
    const front = measured.filter((_, at) => on[at]);
    const [only = null] = front;
    return front.length === 1
      ? { chosen: only, best: only, front, equals: [] }
      : { chosen: null, best: null, front, equals: [] };
  }
  const sign = objective.direction === "max" ? 1 : -1;
  const value = (id: number) => sign * (figures[0]?.[id] ?? Number.NaN);
  const cost = (id: number) => costs[id] ?? Number.NaN;
  const best = measured.reduce((top, id) => {
    if (tied(value(id), value(top))) return cost(id) < cost(top) ? id : top;
    return value(id) > value(top) ? id : top;
  });
  const equals = measured
    .filter((id) => id !== best)
    .map((id) => ({ id, difference: facts.differ(id, best) }))
    .filter(({ difference }) => areEqual(difference, objective, Math.abs(value(best)), facts.epsilon));
  // Where what is minimised is money the best is the cheapest already.
  const cheapest = objective.metric.startsWith("cost_")
    ? best
    : equals.reduce((least, { id }) => (cost(id) < cost(least) && !tied(cost(id), cost(least)) ? id : least), best);
  return { chosen: cheapest, best, front: [best], equals };
}

/** So many differences that are all the same are no chance: a sign test of six gives p = .03. */
const ENOUGH_WITHOUT_SPREAD = 6;

/** Within epsilon (of a share in its own unit, of anything else in parts of the best figure), or no difference is shown. */
function areEqual(
  { difference, low, high, method, n }: SelectionDifference,
  { unit }: SelectionObjective,
  best: number,
  epsilon: number,
): boolean {
  const margin = unit === "share" ? epsilon : epsilon * best;
  if (difference === null || Math.abs(difference) <= margin + 1e-12) return true;
  if (low !== null && high !== null) return low <= 0 && high >= 0;
  // A price per call differs by the same amount every time: there is no interval, and no doubt.
  const withoutSpread = low === null && high === null && (method === "no-spread" || method === "paired-t");
  return !(withoutSpread && n >= ENOUGH_WITHOUT_SPREAD);
}
