import { formatValue } from "../../base/format-value.ts";
import type { Estimate } from "../../domain/estimate.ts";
import type {
  ConstraintResult,
  Selection,
  SelectionCandidate,
  SelectionConstraint,
  SelectionObjective,
  SelectionOutcome,
  Standing,
} from "../../domain/selection.ts";
import { measureMetric } from "../measure-metric.ts";
import { type Choice, choose } from "./choose.ts";
import { constraintCosts } from "./constraint-costs.ts";
import type { Contender } from "./contender.ts";
import { differ } from "./differ.ts";
import { type CasesNeeded, judgeConstraint } from "./judge-constraint.ts";
import { type Axes, axesOf } from "./objectives.ts";
import { type ParetoSet, paretoSet } from "./pareto-set.ts";
import { selectionNotes } from "./selection-notes.ts";
import { figureOf, type SharedCases } from "./shared-columns.ts";

export interface SelectionInput {
  readonly contenders: readonly Contender[];
  /** What they have in common (`sharedCases`). */
  readonly shared: SharedCases;
  readonly constraints: readonly SelectionConstraint[];
  /** Empty: accuracy, the higher the better. */
  readonly objectives: readonly SelectionObjective[];
  /** How small a difference does not matter: of a share in its unit, else in parts of the best figure. */
  readonly epsilon: number;
  readonly seed: number;
  readonly casesNeeded: CasesNeeded;
}

export type Selected = Omit<Selection, "runs" | "simulated">;

/**
 * Which candidate to ship: constraints by their one-sided bounds, the best by the objective among those shown to meet
 * them all, the cheapest of those that cannot be told apart from it, the Pareto set with its probabilities.
 * @throws UserError when an objective is measured by nobody
 */
export function selectCandidate(input: SelectionInput): Selected {
  const { contenders, shared, constraints, epsilon, seed } = input;
  const { count, clusters } = shared;
  const axes = axesOf(input.objectives, contenders, shared);
  const { objectives, front, columns } = axes;
  const names = contenders.map(({ name }) => name);
  const results = contenders.map((contender) =>
    constraints.map((constraint) => judgeConstraint(constraint, contender, input.casesNeeded)),
  );
  const standings = contenders.map(({ unusable }, id) => standingOf(results[id] ?? [], unusable));
  const figures = (metric: string) =>
    contenders.map((_, id) => {
      const column = columns.get(metric)?.[id] ?? null;
      return column === null ? Number.NaN : figureOf(column);
    });
  const byOne = (a: number, b: number) => {
    const [objective = { metric: "", direction: "max", unit: "" } as const] = objectives;
    const named = (id: number) => ({ name: names[id] ?? "", column: columns.get(objective.metric)?.[id] ?? null });
    const [left, right] = [named(a), named(b)];
    if (left.column === null || right.column === null) throw new Error("only what is measured is compared");
    return differ({ ...left, column: left.column }, { ...right, column: right.column }, objective, clusters, seed);
  };
  const facts = {
    objectives,
    figures: objectives.map(({ metric }) => figures(metric)),
    costs: figures("cost_per_case_usd"),
    epsilon,
    differ: byOne,
  };
  const eligible = names.flatMap((_, id) => (standings[id] === "meets" ? [id] : []));
  const answer = choose(eligible, facts);
  const pareto = paretoSet(front, columns, contenders.length, count, clusters, seed);
  const bestOfMeeting = bestAmong(eligible, axes, shared, seed);
  const candidates = contenders.map(
    (contender, id): SelectionCandidate => ({
      name: contender.name,
      runId: contender.runId,
      candidate: contender.candidate,
      standing: standings[id] ?? "unknown",
      unusable: contender.unusable,
      constraints: results[id] ?? [],
      figures: figuresOf(contender, [...new Set([...objectives, ...front].map(({ metric }) => metric))]),
      pBestOfMeeting: bestOfMeeting.get(id) ?? null,
      ...placeOf(id, front, pareto, names),
    }),
  );
  const outcome = outcomeOf(answer, standings, contenders);
  const name = (id: number | null) => (id === null ? null : (names[id] ?? null));
  return {
    outcome,
    chosen: name(answer.chosen),
    best: name(answer.best),
    front: answer.front.map((id) => names[id] ?? ""),
    reason: reasonOf(answer, eligible.length, facts, names, standings),
    objectives,
    epsilon,
    constraints,
    candidates,
    equals: answer.equals.map(({ difference }) => difference),
    costs: constraintCosts({
      names,
      constraints,
      results,
      unusable: contenders.map(({ unusable }) => unusable !== null),
      answer,
      choose: (ids) => choose(ids, facts),
      differ: byOne,
    }),
    pareto: { metrics: front, cases: count, replicates: pareto.replicates, seed },
    sharedCases: count,
    notes: [
      ...axes.notes,
      ...selectionNotes({
        contenders,
        shared,
        constraints,
        front,
        answer,
        replicates: pareto.replicates,
        costs: facts.costs,
      }),
    ],
  };
}

/** Intersection-union: all must be shown to hold, and one that is shown not to is enough. */
function standingOf(results: readonly (ConstraintResult | null)[], unusable: string | null): Standing {
  if (unusable !== null) return "unknown";
  const found = results.flatMap((result) => (result === null ? [] : [result.standing]));
  return found.includes("violates") ? "violates" : found.includes("unknown") ? "unknown" : "meets";
}

function outcomeOf(
  { chosen, front }: Choice,
  standings: readonly Standing[],
  contenders: readonly Contender[],
): SelectionOutcome {
  if (chosen !== null) return "chosen";
  if (front.length > 0) return "front";
  if (standings.every((standing) => standing === "violates")) return "none";
  return contenders.some(({ unusable }) => unusable !== null) ? "incomplete" : "undecided";
}

function figuresOf(contender: Contender, metrics: readonly string[]): Record<string, Estimate> {
  const { table, candidate, priced, finished } = contender;
  const cut = finished < table.caseCount ? { cases: finished } : {};
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const estimate = measureMetric(table, candidate, metric, { priced, ...cut });
      return estimate === undefined ? [] : [[metric, estimate]];
    }),
  );
}

/** How often each is the best by the one objective among those that meet every constraint. */
function bestAmong(
  eligible: readonly number[],
  { objectives, columns }: Axes,
  { count, clusters }: SharedCases,
  seed: number,
): ReadonlyMap<number, number> {
  const [objective, ...more] = objectives;
  if (objective === undefined || more.length > 0 || count === 0) return new Map();
  const column = columns.get(objective.metric) ?? [];
  const own = new Map([[objective.metric, eligible.map((id) => column[id] ?? null)]]);
  const { best } = paretoSet([objective], own, eligible.length, count, clusters, seed);
  return new Map(eligible.map((id, at) => [id, best[0]?.[at] ?? 0]));
}

function placeOf(
  id: number,
  front: readonly SelectionObjective[],
  pareto: ParetoSet,
  names: readonly string[],
): Pick<SelectionCandidate, "onFront" | "pFront" | "pBest" | "dominatedBy"> {
  const dominated = (pareto.dominatedBy[id] ?? []).flatMap((probability, other) =>
    probability >= 0.5 ? [{ name: names[other] ?? "", probability }] : [],
  );
  return {
    onFront: pareto.onFront[id] ?? false,
    pFront: pareto.replicates > 0 ? (pareto.front[id] ?? 0) : null,
    pBest: Object.fromEntries(front.map(({ metric }, at) => [metric, pareto.best[at]?.[id] ?? 0])),
    dominatedBy: dominated.sort((a, b) => b.probability - a.probability),
  };
}

function reasonOf(
  { chosen, best, front }: Choice,
  meeting: number,
  facts: {
    readonly objectives: readonly SelectionObjective[];
    readonly figures: readonly (readonly number[])[];
    readonly costs: readonly number[];
  },
  names: readonly string[],
  standings: readonly Standing[],
): string {
  const [objective] = facts.objectives;
  const unknown = standings.filter((standing) => standing === "unknown").length;
  if (objective === undefined || (chosen === null && front.length === 0))
    return standings.every((standing) => standing === "violates")
      ? "every candidate is shown to violate a constraint"
      : unknown === 0
        ? `${objective?.metric} is not known of those that meet every constraint`
        : `no candidate is shown to meet every constraint, and ${unknown} may`;
  if (chosen === null)
    return "of those that meet every constraint none is best in all objectives: name one to choose by";
  const figure = (id: number | null) => formatValue(facts.figures[0]?.[id ?? 0] ?? Number.NaN, objective.unit);
  const most = objective.direction === "max" ? "highest" : "lowest";
  if (chosen !== best)
    return `it is the cheapest of those that cannot be told apart from ${names[best ?? 0]}, which has the ${most} ${objective.metric} (${figure(best)}; ${names[chosen]} ${figure(chosen)})`;
  if (meeting === 1) return `it alone is shown to meet every constraint; ${objective.metric} ${figure(chosen)}`;
  return facts.objectives.length > 1
    ? "no other that meets every constraint is better in any objective"
    : `it has the ${most} ${objective.metric} (${figure(chosen)}) of the ${meeting} that meet every constraint`;
}
