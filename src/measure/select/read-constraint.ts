import { didYouMean } from "../../base/nearest.ts";
import type { SelectionConstraint } from "../../domain/selection.ts";
import type { Requirement } from "../../domain/suite.ts";
import { knownMetrics, resolveMetric } from "../metrics/metric-definitions.ts";

const FORM = /^\s*([^@<>=\s]+)\s*(?:@\s*([^<>=]+?))?\s*(>=|<=|>|<)\s*([^<>=]+?)\s*$/;
const NUMBER = /^(\$)?([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%|ms|s)?$/i;

export type ReadConstraint =
  | { readonly status: "read"; readonly constraint: SelectionConstraint }
  | { readonly status: "wrong"; readonly message: string };

const wrong = (message: string): ReadConstraint => ({ status: "wrong", message });

/**
 * A constraint as `--require` states it: `accuracy>=0.9`, `accuracy@tag:billing >= 80%`, `latency_p95_ms<=2s`.
 * @param graderIds for the suggestion to a mistyped metric
 */
export function readConstraint(text: string, graderIds: readonly string[]): ReadConstraint {
  const [, metric = "", slice = null, operator = "", stated = ""] = FORM.exec(text) ?? [];
  if (metric === "") return wrong(`"${text}" is no constraint: write <metric> >= <number>, as in 'accuracy>=0.9'`);
  const definition = resolveMetric(metric);
  if (definition === undefined)
    return wrong(`there is no metric ${metric}${didYouMean(metric, knownMetrics(graderIds))}`);
  const [, dollar, digits, suffix = ""] = NUMBER.exec(stated) ?? [];
  const { unit } = definition;
  const fits =
    digits !== undefined &&
    (dollar === undefined || unit === "usd") &&
    (suffix === "" || (suffix === "%" ? unit === "share" : unit === "ms"));
  if (!fits) return wrong(`"${stated}" is no bound for ${metric}: it takes a number (unit: ${unit})`);
  const scale = suffix === "%" ? 0.01 : suffix.toLowerCase() === "s" ? 1_000 : 1;
  const constraint = {
    metric,
    slice,
    operator: operator as SelectionConstraint["operator"],
    bound: Number(digits) * scale,
  };
  return {
    status: "read",
    constraint: { ...constraint, text: textOf(constraint), unit, source: "flag", candidate: null, decide: "interval" },
  };
}

/** The absolute requirements of a suite; those against a baseline say nothing of which candidate to choose. */
export function constraintsOfSuite(requirements: readonly Requirement[]): readonly SelectionConstraint[] {
  return requirements.flatMap(({ metric, bound, slice, candidate, decide, against }): SelectionConstraint[] => {
    if (against !== null || (bound.kind !== "min" && bound.kind !== "max")) return [];
    const operator = bound.kind === "min" ? ">=" : "<=";
    const stated = { metric, slice, operator, bound: bound.value } as const;
    const only = candidate === null ? "" : ` for ${candidate}`;
    const unit = resolveMetric(metric)?.unit ?? "";
    return [{ ...stated, text: `${textOf(stated)}${only}`, unit, source: "suite", candidate, decide }];
  });
}

function textOf(stated: Pick<SelectionConstraint, "metric" | "slice" | "operator" | "bound">): string {
  const where = stated.slice === null ? "" : ` on ${stated.slice}`;
  return `${stated.metric} ${stated.operator} ${stated.bound}${where}`;
}
