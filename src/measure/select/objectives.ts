import { UserError } from "../../base/errors.ts";
import { didYouMean } from "../../base/nearest.ts";
import type { SelectionObjective } from "../../domain/selection.ts";
import { knownMetrics, resolveMetric } from "../metrics/metric-definitions.ts";
import type { Contender } from "./contender.ts";
import type { Columns } from "./pareto-set.ts";
import { type SharedCases, sharedColumn } from "./shared-columns.ts";

const DEFAULT_OBJECTIVE = "accuracy";
/** What a front is drawn in when nothing else is said: good, cheap, fast. */
const DEFAULT_FRONT = ["accuracy", "cost_per_case_usd", "latency_p95_ms"];

/** @throws UserError for a metric that does not exist or is named for both directions */
export function readObjectives(
  maximize: readonly string[],
  minimize: readonly string[],
  graderIds: readonly string[],
): readonly SelectionObjective[] {
  const twice = maximize.find((metric) => minimize.includes(metric));
  if (twice !== undefined)
    throw new UserError("bad_objective", `${twice} cannot be both maximised and minimised: name it once`);
  const of = (direction: SelectionObjective["direction"]) => (metric: string) => {
    const definition = resolveMetric(metric);
    if (definition === undefined)
      throw new UserError(
        "unknown_metric",
        `there is no metric ${metric}${didYouMean(metric, knownMetrics(graderIds))}`,
      );
    return { metric, direction, unit: definition.unit };
  };
  return [...new Set(maximize)].map(of("max")).concat([...new Set(minimize)].map(of("min")));
}

function usual(metric: string): SelectionObjective {
  const definition = resolveMetric(metric);
  return { metric, direction: definition?.better === "lower" ? "min" : "max", unit: definition?.unit ?? "" };
}

export interface Axes {
  readonly objectives: readonly SelectionObjective[];
  /** What the front is drawn in: the objectives, with the usual three where one objective chooses. */
  readonly front: readonly SelectionObjective[];
  /** Of every metric asked for and of the cost. */
  readonly columns: Columns;
  readonly notes: readonly string[];
}

/**
 * What candidates are compared by, with their columns on the shared cases.
 * @throws UserError when an objective has no value by case in any of the runs
 */
export function axesOf(
  named: readonly SelectionObjective[],
  contenders: readonly Contender[],
  shared: SharedCases,
): Axes {
  const objectives = named.length === 0 ? [usual(DEFAULT_OBJECTIVE)] : named;
  const more = objectives.length > 1 ? [] : DEFAULT_FRONT.filter((metric) => metric !== objectives[0]?.metric);
  const wanted = [...objectives, ...more.map(usual)];
  const columns = new Map<string, ReturnType<typeof columnsOf>>();
  for (const metric of new Set([...wanted.map(({ metric }) => metric), "cost_per_case_usd"]))
    columns.set(metric, columnsOf(metric, contenders, shared));
  const lacking = (metric: string) =>
    contenders.filter((contender, id) => contender.unusable === null && typeof columns.get(metric)?.[id] === "string");
  for (const { metric } of objectives) {
    const found = columns.get(metric) ?? [];
    const [reason] = found;
    if (typeof reason === "string" && found.every((column) => typeof column === "string"))
      throw new UserError("not_measured", `${metric} cannot be an objective: ${reason}`);
  }
  // Who has no figure in one of the usual three would fall off the front because of it.
  const front = wanted.filter((axis) => objectives.includes(axis) || lacking(axis.metric).length === 0);
  const notes = wanted
    .filter((axis) => !front.includes(axis))
    .map(
      ({ metric }) =>
        `the Pareto set leaves ${metric} out: not known of ${namesOf(lacking(metric), contenders.length)}`,
    );
  const measured = [...columns].map(
    ([metric, found]) => [metric, found.map((column) => (typeof column === "string" ? null : column))] as const,
  );
  return { objectives, front, columns: new Map(measured), notes };
}

function columnsOf(metric: string, contenders: readonly Contender[], { positions, weights }: SharedCases) {
  return contenders.map((contender, id) =>
    metric.startsWith("cost_") && !contender.priced
      ? `${metric} is not known: ${contender.name} has no price`
      : sharedColumn(contender, positions[id] ?? new Uint32Array(), weights, metric),
  );
}

function namesOf(contenders: readonly Contender[], all: number): string {
  return contenders.length === all ? "any candidate" : contenders.map(({ name }) => name).join(", ");
}
