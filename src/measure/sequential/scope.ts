import type { Requirement } from "../../domain/suite.ts";
import { resolveMetric } from "../metrics/metric-definitions.ts";

/** Fewer candidates are no race: whoever is left out would be half of them. */
const LEAST_RACERS = 3;

/** What a run may decide before its end. */
export interface Scope {
  /** Some requirement can be judged at looks. */
  readonly looks: boolean;
  /** Candidates without a requirement, of whom those that cannot win are dropped; empty: nobody is. */
  readonly racers: readonly string[];
  /** Requirements that are judged at the end alone, because nothing says what they may claim before. */
  readonly atEnd: readonly Requirement[];
}

/** Whether a requirement may be judged at looks; a fact of the run is what it is and holds nobody up. */
export type Judged = "at looks" | "at the end" | "fact";

export function judgedWhen({ metric, bound, decide }: Requirement): Judged {
  const definition = resolveMetric(metric);
  if (definition?.fact) return "fact";
  // By the value alone: it is meant on all cases.
  if (decide === "point" || definition === undefined) return "at the end";
  const relative = bound.kind === "max_drop" || bound.kind === "max_increase";
  // Resampled intervals cannot say what one in 200,000 is; tests of resampled differences neither.
  if (definition.fixedConfidence || (relative && RESAMPLED_DIFFERENCE.test(metric))) return "at the end";
  return "at looks";
}

/** Metrics whose paired difference has a bootstrap interval. */
const RESAMPLED_DIFFERENCE = /_p\d+_ms$|^cost_per_success_usd$/;

export function requirementsOf(requirements: readonly Requirement[], candidate: string): readonly Requirement[] {
  return requirements.filter((requirement) => requirement.candidate === null || requirement.candidate === candidate);
}

/** @param needed candidates that others are compared with: they stay to the end of the others */
export function sequentialScope(
  requirements: readonly Requirement[],
  candidates: readonly string[],
  needed: ReadonlySet<string>,
): Scope {
  const own = candidates.flatMap((candidate) => requirementsOf(requirements, candidate));
  const free = candidates.filter(
    (candidate) => requirementsOf(requirements, candidate).length === 0 && !needed.has(candidate),
  );
  return {
    looks: own.some((requirement) => judgedWhen(requirement) === "at looks"),
    racers: free.length >= LEAST_RACERS ? free : [],
    atEnd: [...new Set(own)].filter((requirement) => judgedWhen(requirement) === "at the end"),
  };
}
