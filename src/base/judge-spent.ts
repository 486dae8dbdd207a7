import type { Score } from "../domain/score.ts";

/** What a run itself called and paid for the judges of a score: replayed replies cost nothing here. */
export function judgeSpent({ judge, costUsd }: Pick<Score, "judge" | "costUsd">): {
  readonly calls: number;
  /** null: unknown. */
  readonly usd: number | null;
} {
  // A call that failed has no record; what its attempts cost is spent all the same.
  if (judge === null) return { calls: costUsd === null || costUsd === 0 ? 0 : 1, usd: costUsd ?? 0 };
  if (judge.cached) return { calls: 0, usd: 0 };
  const calls = (judge.calls ?? 1) - (judge.cachedCalls ?? 0);
  return { calls, usd: judge.spentUsd === undefined ? costUsd : judge.spentUsd };
}
