import type { RequirementResult, Summary } from "../../../domain/summary.ts";
import { type Domain, linearDomain } from "../../charts/axis-domain.ts";

/** How a requirement is drawn: its interval on an axis that holds the bound. */
export interface RequirementDrawing {
  readonly domain: Domain;
  /** null: a percentage of what is not known here. */
  readonly bound: { readonly at: number; readonly allowed: "above" | "below" } | null;
  /** 0 of a difference. */
  readonly zero: boolean;
}

/** null: nothing was measured. */
export function requirementDrawing(result: RequirementResult, summary: Summary): RequirementDrawing | null {
  const { bound, value, low, high, metric } = result;
  if (value === null) return null;
  const relative = bound.kind === "max_drop" || bound.kind === "max_increase";
  const at = relative ? changeAllowed(result, summary) : bound.value;
  const allowed = bound.kind === "min" || bound.kind === "max_drop" ? "above" : "below";
  const numbers = [value, low, high, at, relative ? 0 : null].filter((one) => one !== null);
  const [from, to] = linearDomain(numbers, 0.15);
  const share = !relative && /^(accuracy|score|error_rate|grader\.)/.test(metric);
  return {
    domain: share ? [Math.max(0, from), Math.min(1, to)] : [from, to],
    bound: at === null ? null : { at, allowed },
    zero: relative,
  };
}

/** The difference at which the bound stands; of a percentage the baseline's value must be known. */
function changeAllowed({ bound, metric, candidate, slice, against }: RequirementResult, summary: Summary) {
  const sign = bound.kind === "max_drop" ? -1 : 1;
  if (bound.unit === "metric") return sign * bound.value;
  const compared = summary.comparisons.find(
    (one) =>
      one.metric === metric &&
      one.candidate === candidate &&
      (one.slice ?? null) === slice &&
      (against === null ? one.baseline.startsWith("baseline:") : one.baseline === against),
  );
  const base = compared?.baselineValue ?? null;
  return base === null ? null : (sign * bound.value * Math.abs(base)) / 100;
}
