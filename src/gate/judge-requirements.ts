import { formatValue } from "../base/format-value.ts";
import type { Pairing } from "../domain/comparison.ts";
import type { Estimate } from "../domain/estimate.ts";
import type { Requirement } from "../domain/suite.ts";
import type { RequirementResult, Verdict } from "../domain/summary.ts";
import { casesNeeded } from "./cases-needed.ts";
import { judgeRelative, type RelativeJudgement } from "./judge-relative.ts";
import { standingRegressions } from "./standing-regressions.ts";

/** What the gate asks of a summary. */
export interface GateFacts {
  readonly candidates: readonly string[];
  /** Candidates that decide; null: all. */
  readonly gate: readonly string[] | null;
  /** null: the metric does not exist for this candidate or slice. */
  readonly estimateOf: (metric: string, candidate: string, slice: string | null) => Estimate | null;
  /** The estimate had every trial without an outcome of its own (errored, ungraded, missing) failed, or passed; null: it would not move. */
  readonly supposing: (
    what: "failed" | "passed",
    metric: string,
    candidate: string,
    slice: string | null,
  ) => Estimate | null;
  /**
   * The candidate beside the baseline, or beside another candidate of the run, on the cases that they share; with
   * `suppose` had its trials without an outcome of their own failed, or passed (null: it would not differ).
   */
  readonly pairing: PairingOf;
  /** Cases that a candidate was measured on. */
  readonly measured: (metric: string, candidate: string, slice: string | null) => number;
  readonly unitOf: (metric: string) => string;
  /** Of resampling. */
  readonly seed?: number;
  /** Every trial that was planned has a result. */
  readonly complete: boolean;
  /** The same of one candidate's; default: as `complete`. */
  readonly completeOf?: (candidate: string) => boolean;
  /** One-sided, of a comparison with a baseline; undefined: 0.05. */
  readonly alphaOf?: (requirement: Requirement, candidate: string) => number | undefined;
}

export interface PairingOf {
  (metric: string, candidate: string, slice: string | null, against: string | null): Pairing;
  (
    metric: string,
    candidate: string,
    slice: string | null,
    against: string | null,
    suppose: "failed" | "passed",
  ): Pairing | null;
}

/** Every requirement for every candidate that it concerns; a regression must stand among all that decide (Holm). */
export function judgeRequirements(
  requirements: readonly Requirement[],
  facts: GateFacts,
): readonly RequirementResult[] {
  const judged = requirements.flatMap((requirement) => {
    const { candidate: own, against, bound } = requirement;
    const relative = bound.kind === "max_drop" || bound.kind === "max_increase";
    // Nobody is compared with themselves.
    const concerned = facts.candidates.filter((one) => (own === null ? one !== against : one === own));
    return concerned.map((candidate) => {
      const decides = own !== null || facts.gate === null || facts.gate.includes(candidate);
      return relative
        ? relativeOf(requirement, candidate, decides, facts)
        : { result: judge(requirement, candidate, decides, facts), failP: null, alpha: null };
    });
  });
  return standingRegressions(judged);
}

function relativeOf(
  requirement: Requirement,
  candidate: string,
  decides: boolean,
  facts: GateFacts,
): RelativeJudgement {
  const { metric, slice, against } = requirement;
  const alpha = facts.alphaOf?.(requirement, candidate);
  return judgeRelative(requirement, candidate, {
    pairing: facts.pairing(metric, candidate, slice, against),
    supposing: (what) => facts.pairing(metric, candidate, slice, against, what),
    measured: facts.measured(metric, candidate, slice),
    unit: facts.unitOf(metric),
    complete: facts.completeOf?.(candidate) ?? facts.complete,
    decides,
    ...(alpha === undefined ? {} : { alpha }),
    ...(facts.seed === undefined ? {} : { seed: facts.seed }),
  });
}

function judge(requirement: Requirement, candidate: string, decides: boolean, facts: GateFacts): RequirementResult {
  const { metric, slice, against, bound } = requirement;
  const common = { metric, candidate, slice, against, bound, decides };
  const undecided = (reason: string, estimate: Estimate | null = null): RequirementResult => ({
    ...common,
    verdict: "undecided",
    value: estimate?.value ?? null,
    low: estimate?.low ?? null,
    high: estimate?.high ?? null,
    reason,
    casesNeeded: null,
  });

  const estimate = facts.estimateOf(metric, candidate, slice);
  if (estimate === null || estimate.value === null) {
    return undecided(
      estimate === null ? `${metric} was not measured` : `${metric} is unknown (${estimate.method})`,
      estimate,
    );
  }
  const decide = (of: Estimate) =>
    decideAbsolute(of, bound.kind === "min" ? "min" : "max", bound.value, requirement.decide);
  let verdict = decide(estimate);
  let reason = describe(metric, estimate, requirement, verdict, facts.unitOf(metric));
  const ifFailed = facts.supposing("failed", metric, candidate, slice);
  const ifPassed = facts.supposing("passed", metric, candidate, slice);
  // What more cases would have to settle: the figure itself, or the same with its errors as failures.
  let unsettled = estimate;
  if (verdict === "pass" && ifFailed !== null && decide(ifFailed) !== "pass") {
    verdict = "undecided";
    unsettled = ifFailed;
    reason += "; it would not hold had the trials without a result failed";
  }
  // A failure is one only if it would stand had everything that is missing passed.
  const stands = ifPassed === null ? (facts.completeOf?.(candidate) ?? facts.complete) : decide(ifPassed) === "fail";
  if (verdict === "fail" && !stands) {
    verdict = "undecided";
    unsettled = ifPassed ?? estimate;
    reason += "; it might hold had the trials without a result passed";
  }
  const worthAsking =
    verdict === "undecided" && requirement.decide === "interval" && sameSide(estimate, unsettled, bound.value);
  const needed = worthAsking ? casesNeeded(unsettled, bound.value) : null;
  if (needed !== null)
    reason += `; about ${needed.toLocaleString("en")} cases would decide if the figure stays (${estimate.n.toLocaleString("en")} now)`;
  return {
    ...common,
    verdict,
    value: estimate.value,
    low: estimate.low,
    high: estimate.high,
    reason,
    casesNeeded: needed,
  };
}

/** Errors that weigh more than the figure's distance from its bound are not mended by more cases. */
function sameSide(a: Estimate, b: Estimate, bound: number): boolean {
  return a.value !== null && b.value !== null && a.value > bound === b.value > bound;
}

/** Pass when all of the interval is inside the bound, fail when all of it is outside, undecided otherwise. */
export function decideAbsolute(
  estimate: Estimate,
  kind: "min" | "max",
  bound: number,
  by: "interval" | "point",
): Verdict {
  const { value } = estimate;
  if (value === null) return "undecided";
  const low = by === "point" ? value : estimate.low;
  const high = by === "point" ? value : estimate.high;
  if (kind === "min") {
    if (low !== null && low >= bound) return "pass";
    return high !== null && high < bound ? "fail" : "undecided";
  }
  if (high !== null && high <= bound) return "pass";
  return low !== null && low > bound ? "fail" : "undecided";
}

function describe(
  metric: string,
  estimate: Estimate,
  requirement: Requirement,
  verdict: Verdict,
  unit: string,
): string {
  const show = (value: number | null) => (value === null ? "∞" : formatValue(value, unit));
  const { bound } = requirement;
  const limit = `${bound.kind} ${formatValue(bound.value, unit)}`;
  const exact = estimate.low === estimate.high && estimate.low === estimate.value;
  const value = exact
    ? `${metric} ${show(estimate.value)}`
    : `${metric} ${show(estimate.value)} [${show(estimate.low)}, ${show(estimate.high)}]`;
  if (requirement.decide === "point")
    return `${value} ${verdict === "pass" ? "meets" : "misses"} ${limit} (by the value alone)`;
  if (verdict === "pass") return `${value} is wholly within ${limit}`;
  if (verdict === "fail") return `${value} is wholly outside ${limit}`;
  return estimate.low === null || estimate.high === null
    ? `${value} has no finite bound yet for ${limit}`
    : `${value} straddles ${limit}`;
}
