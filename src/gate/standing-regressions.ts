import type { RequirementResult } from "../domain/summary.ts";
import { holm } from "../stats/holm.ts";
import type { RelativeJudgement } from "./judge-relative.ts";

/**
 * Of the requirements against a baseline that decide, those regressions fail the run that stand after Holm's
 * correction over all of them (1979): many requirements must not make a false alarm likelier.
 */
export function standingRegressions(judged: readonly RelativeJudgement[]): RequirementResult[] {
  const family = judged.map(({ result, failP }) => (result.decides ? failP : null));
  const tests = family.filter((p) => p !== null).length;
  const adjusted = holm(family);
  return judged.map(({ result, failP, alpha }, index) => {
    const p = adjusted[index] ?? null;
    if (result.verdict !== "fail" || failP === null || alpha === null || p === null || p <= alpha) return result;
    const why = `but among ${tests} requirements against a baseline so much may be chance (p ${failP.toFixed(3)}, Holm ${p.toFixed(3)})`;
    return { ...result, verdict: "undecided", reason: `${result.reason}; ${why}` };
  });
}
