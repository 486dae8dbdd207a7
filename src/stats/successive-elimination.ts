import { type Eliminated, eliminationCheckpoint } from "./elimination-checkpoint.ts";

export interface SuccessiveElimination {
  /** Candidates that nothing was shown against, by their index. */
  readonly kept: number[];
  readonly dropped: (Eliminated & { readonly items: number })[];
  /** Answers that it took; without dropping it is candidates × items. */
  readonly answers: number;
}

export const CHECKPOINTS = 20;

/**
 * Replays a race of candidates over the same items: at each of 20 evenly spaced checkpoints those shown to be worse
 * than the leader are dropped and cost no more. The best stays with probability 1 - alpha or more.
 */
export function successiveElimination(
  scores: readonly ArrayLike<number>[],
  { alpha = 0.05, checkpoints = CHECKPOINTS }: { readonly alpha?: number; readonly checkpoints?: number } = {},
): SuccessiveElimination {
  const items = scores.reduce((fewest, row) => Math.min(fewest, row.length), scores[0]?.length ?? 0);
  let active = scores.map((_, candidate) => candidate);
  const dropped: (Eliminated & { items: number })[] = [];
  let answers = 0;
  let done = 0;
  for (let checkpoint = 1; checkpoint <= checkpoints; checkpoint++) {
    const count = Math.ceil((items * checkpoint) / checkpoints);
    answers += active.length * (count - done);
    if (count > done) {
      const out = eliminationCheckpoint(scores, active, count, alpha);
      dropped.push(...out.map((one) => ({ ...one, items: count })));
      active = active.filter((candidate) => !out.some((one) => one.candidate === candidate));
    }
    done = count;
  }
  return { kept: active, dropped, answers };
}
