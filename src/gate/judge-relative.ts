import type { PairedValues, Pairing } from "../domain/comparison.ts";
import type { Requirement } from "../domain/suite.ts";
import type { RequirementResult, Verdict } from "../domain/summary.ts";
import { GATE_ALPHA, gateVerdict } from "../stats/gate-result.ts";
import { casesToDecide } from "./relative-power.ts";
import { doubtsText, figuresText, pointText, powerText, regressedText, verdictText } from "./relative-reason.ts";
import { directionOf, type RelativeTest } from "./relative-result.ts";
import { relativeTest } from "./relative-test.ts";

/** Of the cases that the candidate was measured on, how many must be in the baseline. */
export const LEAST_SHARED = 0.8;

/** What the gate asks of a comparison. */
export interface RelativeFacts {
  /** The two sides on the cases that they share. */
  readonly pairing: Pairing;
  /** The same had every trial of the candidate without an outcome failed, or passed; null: it would not differ. */
  readonly supposing: (what: "failed" | "passed") => Pairing | null;
  /** Cases that the candidate was measured on. */
  readonly measured: number;
  readonly unit: string;
  /** Every trial that was planned has a result. */
  readonly complete: boolean;
  readonly decides: boolean;
  readonly seed?: number;
  /** One-sided; 0.05 unless a look spends less. */
  readonly alpha?: number;
}

export interface RelativeJudgement {
  readonly result: RequirementResult;
  /** p of H0 "no worse at all", for Holm over all that decide; null: nothing was tested. */
  readonly failP: number | null;
  /** What it is compared with; null as above. */
  readonly alpha: number | null;
}

/**
 * A requirement against a baseline, paired, one-sided: pass when it is shown that the candidate is not worse by the
 * margin, fail when it is not and a regression is shown, undecided otherwise. What is missing never passes.
 */
export function judgeRelative(requirement: Requirement, candidate: string, facts: RelativeFacts): RelativeJudgement {
  const { metric, slice, against, bound } = requirement;
  const { pairing, unit, decides } = facts;
  const common = { metric, candidate, slice, against, bound, decides };
  if (pairing.status === "none")
    return { result: { ...common, ...EMPTY, reason: pairing.reason }, failP: null, alpha: null };
  const { values } = pairing;
  const test = testOf(values, requirement, facts);
  const figures = { value: test.difference, low: test.low, high: test.high };
  const reasons = [figuresText(test, values, against, unit)];
  const undecided = (why: string, casesNeeded: number | null = null): RelativeJudgement => ({
    result: {
      ...common,
      verdict: "undecided",
      ...figures,
      reason: [...reasons, why, ...doubtsText(values, bound)].join("; "),
      casesNeeded,
    },
    failP: null,
    alpha: null,
  });
  if (test.n < LEAST_SHARED * facts.measured)
    return undecided(
      `only ${test.n.toLocaleString("en")} of ${facts.measured.toLocaleString("en")} cases can be compared, fewer than ${LEAST_SHARED * 100}%: evals baseline save latest makes a new baseline`,
    );
  const { margin } = test;
  if (margin === null || test.difference === null) return undecided(`${metric} has no value to compare`);

  const decide = (of: RelativeTest) => verdictOf(of, requirement, facts.alpha ?? GATE_ALPHA);
  const found = decide(test);
  const supposed = supposedVerdict(found.verdict, facts, (of) => decide(testOf(of, requirement, facts)).verdict);
  const verdict = supposed === null ? found.verdict : "undecided";
  const byPoint = requirement.decide === "point";
  reasons.push(
    byPoint
      ? pointText(found.verdict, bound, margin, unit)
      : verdictText(found.verdict, bound, margin, found.warnWorse, unit),
  );
  if (supposed !== null) reasons.push(supposed);
  const worthAsking = found.verdict === "undecided" && !byPoint;
  if (!byPoint) reasons.push(...powerText(test, values, bound, found.verdict, unit));
  if (unit === "share" && (found.verdict === "fail" || found.warnWorse)) reasons.push(...regressedText(values, bound));
  reasons.push(...doubtsText(values, bound));
  return {
    result: {
      ...common,
      verdict,
      ...figures,
      reason: reasons.join("; "),
      ...(verdict === "pass" && found.warnWorse ? { warnWorse: true } : {}),
      casesNeeded: worthAsking ? (casesToDecide(test)?.cases ?? null) : null,
    },
    failP: byPoint ? null : test.failP,
    alpha: byPoint ? null : (facts.alpha ?? GATE_ALPHA),
  };
}

const EMPTY = { verdict: "undecided", value: null, low: null, high: null, casesNeeded: null } as const;

function testOf(values: PairedValues, { bound }: Requirement, { unit, seed, alpha }: RelativeFacts): RelativeTest {
  return relativeTest(values, bound, { unit, alpha: alpha ?? GATE_ALPHA, ...(seed === undefined ? {} : { seed }) });
}

function verdictOf(
  test: RelativeTest,
  { decide, bound }: Requirement,
  alpha: number,
): { verdict: Verdict; warnWorse: boolean } {
  if (test.margin === null || test.difference === null) return { verdict: "undecided", warnWorse: false };
  if (decide === "interval") return gateVerdict(test.passP, test.failP, alpha);
  // A margin that is met exactly is met: rounding of a mean does not break it.
  const holds = directionOf(bound) * test.difference >= -test.margin - 1e-12 * Math.max(1, test.margin);
  return { verdict: holds ? "pass" : "fail", warnWorse: false };
}

/** Why a verdict rests on trials that have no result; null: it stands whatever they would have been. */
function supposedVerdict(
  verdict: Verdict,
  { supposing, complete }: RelativeFacts,
  decide: (values: PairedValues) => Verdict,
): string | null {
  if (verdict === "undecided") return null;
  const pairing = supposing(verdict === "pass" ? "failed" : "passed");
  if (pairing === null)
    return verdict === "pass" || complete ? null : "it might hold had the trials without a result passed";
  if (pairing.status === "paired" && decide(pairing.values) === verdict) return null;
  return verdict === "pass"
    ? "it would not hold had the trials without a result failed"
    : "it might hold had the trials without a result passed";
}
