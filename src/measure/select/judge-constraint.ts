import { formatValue } from "../../base/format-value.ts";
import type { Estimate } from "../../domain/estimate.ts";
import type { ConstraintResult, SelectionConstraint, Standing } from "../../domain/selection.ts";
import { constraintVerdict } from "../../stats/constraint-verdict.ts";
import { minNForQuantile } from "../../stats/min-n-for-quantile.ts";
import { measureMetric } from "../measure-metric.ts";
import { suppose } from "../suppose.ts";
import type { Contender } from "./contender.ts";

/** Two-sided, so that each bound by itself is a one-sided 95% bound. */
export const ONE_SIDED = 0.9;

/** The total n at which an interval of this confidence would lie on one side of a bound; null: none can be said. */
export type CasesNeeded = (estimate: Estimate, bound: number, confidence: number) => number | null;

/**
 * A candidate against a constraint by its one-sided 95% bound: intersection-union, so that several constraints need no
 * correction. Quality counts as met only if it still would be had every errored trial failed, and as violated only if
 * everything that is missing could not mend it.
 * @returns null when the constraint does not concern the candidate
 */
export function judgeConstraint(
  constraint: SelectionConstraint,
  contender: Contender,
  casesNeeded: CasesNeeded,
): ConstraintResult | null {
  const { metric, slice, candidate } = constraint;
  if (candidate !== null && candidate !== contender.candidate) return null;
  const { table, priced, finished } = contender;
  const cut = finished < table.caseCount ? { cases: finished } : {};
  const options = { priced, slice, confidence: ONE_SIDED, ...cut };
  const estimate = measureMetric(table, contender.candidate, metric, options) ?? {
    ...NOTHING,
    method: slice === null ? "no-data" : "no-such-slice",
  };
  if (estimate.value === null) {
    const why =
      estimate.method === "no-such-slice"
        ? `is not measured: no case is in ${slice}`
        : `is unknown (${estimate.method})`;
    return { ...estimate, standing: "unknown", reason: `${metric} ${why}`, casesNeeded: null };
  }
  let standing = standingOf(estimate, constraint);
  let unsettled = estimate;
  let why = "";
  const supposing = (as: "failed" | "passed") =>
    suppose(table, contender.candidate, metric, slice, {
      as,
      which: as === "failed" ? "errored" : "unmeasured",
      confidence: ONE_SIDED,
      ...cut,
    });
  const other = standing === "unknown" ? null : supposing(standing === "meets" ? "failed" : "passed");
  if (other !== null && standingOf(other, constraint) !== standing) {
    why = `; not had the trials without a result ${standing === "meets" ? "failed" : "passed"}`;
    unsettled = other;
    standing = "unknown";
  }
  const more = standing === "unknown" ? moreCases(unsettled, estimate, constraint, casesNeeded) : null;
  return { ...estimate, standing, reason: `${describe(estimate, constraint, standing)}${why}`, casesNeeded: more };
}

const NOTHING: Estimate = { value: null, low: null, high: null, n: 0, method: "no-data" };

function standingOf(estimate: Estimate, { operator, bound, decide }: SelectionConstraint): Standing {
  const { value } = estimate;
  const interval = decide === "point" ? { low: value, high: value } : estimate;
  if (operator === ">=") return constraintVerdict({ kind: "min", bound }, interval);
  if (operator === "<=") return constraintVerdict({ kind: "max", bound }, interval);
  // Above a bound is what is not at most it, and the other way round.
  return opposite(constraintVerdict({ kind: operator === ">" ? "max" : "min", bound }, interval));
}

function opposite(standing: Standing): Standing {
  return standing === "unknown" ? standing : standing === "meets" ? "violates" : "meets";
}

function moreCases(
  unsettled: Estimate,
  estimate: Estimate,
  { metric, bound, operator }: SelectionConstraint,
  casesNeeded: CasesNeeded,
): number | null {
  // Errors that outweigh the figure's distance from its bound are not mended by more cases.
  if (unsettled.value === null || estimate.value === null) return null;
  if (unsettled.value > bound !== estimate.value > bound) return null;
  const quantile = /_p(\d+)_ms$/.exec(metric);
  const below = estimate.value < bound;
  const side = below ? unsettled.high : unsettled.low;
  if (side === null && quantile !== null && below === operator.startsWith("<"))
    return minNForQuantile(Number(quantile[1]) / 100, ONE_SIDED);
  return casesNeeded(unsettled, bound, ONE_SIDED);
}

/** `meets: 92.1%, at least 90.3%`; the side that decides. */
function describe(estimate: Estimate, constraint: SelectionConstraint, standing: Standing): string {
  const { operator, unit, metric, decide } = constraint;
  const show = (value: number | null) => (value === null ? null : formatValue(value, unit));
  const { low, high, value, method } = estimate;
  const figure = `${metric} ${show(value)}`;
  if (decide === "point") return `${figure} by the value alone`;
  if (method === "exact") return `${figure}, a fact`;
  const wanted = operator.startsWith(">") ? low : high;
  if (standing === "unknown" && wanted === null)
    return `${figure}, ${operator.startsWith(">") ? "no lower" : "no upper"} bound at n = ${estimate.n}`;
  const least = low === null ? "" : `at least ${show(low)}`;
  const most = high === null ? "" : `at most ${show(high)}`;
  if (standing === "unknown") return [figure, least, most].filter((part) => part !== "").join(", ");
  return `${figure}, ${(standing === "meets") === operator.startsWith(">") ? least : most}`;
}
