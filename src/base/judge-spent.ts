import type { Score } from "../domain/score.ts";

/** What a run itself called and paid for the judges of a score: replayed replies cost nothing here. */
export function judgeSpent({ judge, costUsd }: Pick<Score, "judge" | "costUsd">): {
  readonly calls: number;
  /** null: unknown. */
  readonly usd: number | null;
} {
  if (judge === null || judge.cached) return { calls: 0, usd: 0 };
  const calls = (judge.calls ?? 1) - (judge.cachedCalls ?? 0);
  return { calls, usd: judge.spentUsd === undefined ? costUsd : judge.spentUsd };
}
