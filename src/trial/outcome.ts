import type { Outcome, Score } from "../domain/score.ts";

/**
 * The outcome of a trial that has an output: `failed` if any grader that is not advisory fails; else `ungraded` if any
 * of them is ungraded or none gave a pass; else `passed`.
 */
export function outcomeOf(
  scores: readonly Score[],
  graders: readonly { readonly id: string; readonly advisory: boolean }[],
): Outcome {
  const advisory = new Set(graders.filter((grader) => grader.advisory).map((grader) => grader.id));
  const deciding = scores.filter((score) => !advisory.has(score.grader));
  if (deciding.some((score) => score.status === "scored" && score.pass === false)) return "failed";
  if (deciding.some((score) => score.status === "ungraded")) return "ungraded";
  return deciding.some((score) => score.status === "scored" && score.pass === true) ? "passed" : "ungraded";
}
