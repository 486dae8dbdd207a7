import { mixtureBettingE } from "./mixture-betting-e.ts";
import { sum } from "./sum.ts";

export interface Eliminated {
  readonly candidate: number;
  /** The candidate that was best when this one went. */
  readonly leader: number;
  /** Evidence that the leader is better: ln E. */
  readonly logE: number;
}

/**
 * Which of the candidates still in the race are shown to be worse than the one that leads: mixture e-process for H0
 * "leader - candidate is 0 or less" at K(K - 1)/α, a union over all pairs, because the data choose the leader. Valid at
 * any number of checkpoints. (Successive elimination: Even-Dar, Mannor, Mansour 2006.)
 * @param scores a row of scores in 0…1 per candidate, over the same items in the order fixed beforehand; NaN: missing,
 * and the pair does without the item
 * @param count how many items of the order are finished for all that are still in
 */
export function eliminationCheckpoint(
  scores: readonly ArrayLike<number>[],
  active: readonly number[],
  count: number,
  alpha: number,
): Eliminated[] {
  const threshold = Math.log((scores.length * (scores.length - 1)) / alpha);
  const [first, ...others] = active;
  if (first === undefined || others.length === 0 || !(count > 0)) return [];
  // Means of what each has; the bound does not rest on who is called the leader.
  const means = new Map(active.map((candidate) => [candidate, meanOf(scores[candidate] ?? [], count)]));
  const leader = others.reduce(
    (best, candidate) => ((means.get(candidate) ?? 0) > (means.get(best) ?? 0) ? candidate : best),
    first,
  );
  const evidence = active
    .filter((candidate) => candidate !== leader)
    .map((candidate) => ({ candidate, leader, logE: logEvidence(scores[leader], scores[candidate], count) }));
  return evidence.filter(({ logE }) => logE >= threshold);
}

function logEvidence(better: ArrayLike<number> = [], worse: ArrayLike<number> = [], count: number): number {
  const bet = mixtureBettingE(0.5, "above");
  let logE = 0;
  for (let i = 0; i < count; i++) {
    const difference = (better[i] ?? Number.NaN) - (worse[i] ?? Number.NaN);
    if (!Number.isNaN(difference)) logE = bet((difference + 1) / 2);
  }
  return logE;
}

function meanOf(row: ArrayLike<number>, count: number): number {
  const known = Array.from(row)
    .slice(0, count)
    .filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NEGATIVE_INFINITY : sum(known) / known.length;
}
