import type { Outcome, Score } from "../domain/score.ts";

/**
 * The outcome of a trial that has an output: `failed` if any grader that is not advisory fails; else `ungraded` if any
 * of them is ungraded or none gave a pass; else `passed`.
 */
export function outcomeOf(
  scores: readonly Score[],
  graders: readonly { readonly id: string; readonly advisory: boolean }[],
): Outcome {
  let passed = false;
  let ungraded = false;
  for (const score of scores) {
    if (graders.some(({ id, advisory }) => advisory && id === score.grader)) continue;
    if (score.status === "ungraded") ungraded = true;
    else if (score.pass === false) return "failed";
    else if (score.pass === true) passed = true;
  }
  return passed && !ungraded ? "passed" : "ungraded";
}
