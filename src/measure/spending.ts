import { judgeSpent } from "../base/judge-spent.ts";
import type { Output } from "../domain/output.ts";
import type { Score } from "../domain/score.ts";
import type { Spent } from "../domain/summary.ts";
import { sum } from "../stats/sum.ts";

/** What this run's own calls cost so far. Every line counts, also one that a later line of its trial replaces. */
export interface Spending {
  /** USD, calls, and those of the calls without a known cost, by candidate. */
  readonly usd: Float64Array;
  readonly calls: Uint32Array;
  readonly withoutCost: Uint32Array;
  judgesUsd: number;
  /** A judge said how many tokens it took, and still has no cost: its price is unknown. */
  judgePriceUnknown: boolean;
  judgesWithoutUsage: number;
  judgeCalls: number;
  /** When the oldest and the newest of the replayed outputs were asked for; RFC 3339 in UTC, so that texts compare. */
  replayedFrom: string | null;
  replayedTo: string | null;
}

export function noSpending(candidates: number): Spending {
  return {
    usd: new Float64Array(candidates),
    calls: new Uint32Array(candidates),
    withoutCost: new Uint32Array(candidates),
    judgesUsd: 0,
    judgePriceUnknown: false,
    judgesWithoutUsage: 0,
    judgeCalls: 0,
    replayedFrom: null,
    replayedTo: null,
  };
}

/** A replayed reply cost nothing here, and neither did an error before any request went out (budget, stopped). */
export function addOutputSpent(spending: Spending, candidate: number, output: Output): void {
  if (output.cached) noteReplay(spending, output.attempts.at(-1)?.startedAt ?? null);
  if (output.cached || (output.status === "error" && output.attempts.length === 0)) return;
  spending.calls[candidate] = (spending.calls[candidate] ?? 0) + 1;
  if (output.costUsd !== null) spending.usd[candidate] = (spending.usd[candidate] ?? 0) + output.costUsd;
  else if (mayHaveCost(output)) spending.withoutCost[candidate] = (spending.withoutCost[candidate] ?? 0) + 1;
}

function noteReplay(spending: Spending, at: string | null): void {
  if (at === null) return;
  if (spending.replayedFrom === null || at < spending.replayedFrom) spending.replayedFrom = at;
  if (spending.replayedTo === null || at > spending.replayedTo) spending.replayedTo = at;
}

/** A request that was refused (a status of 400 and above) is not billed; one cut off on the way may have been. */
function mayHaveCost(output: Output): boolean {
  return output.status === "ok" || output.attempts.some(({ status }) => status === null || status < 400);
}

export function addScoreSpent(spending: Spending, score: Score): void {
  const { calls, usd } = judgeSpent(score);
  if (calls === 0) return;
  spending.judgeCalls += calls;
  if (usd !== null) spending.judgesUsd += usd;
  else if (score.judge?.inputTokens != null && score.judge.outputTokens !== null) spending.judgePriceUnknown = true;
  else spending.judgesWithoutUsage += 1;
}

/** What the spending needs to know of a candidate. */
export interface Payer {
  readonly priced: boolean;
  /** false: its outputs are recorded or simulated, so that this run called and paid nobody. */
  readonly paid?: boolean;
}

/** @param payers in the table's order */
export function spentOf(spending: Spending, payers: readonly Payer[]): Spent {
  const paying = payers.flatMap(({ paid = true, priced }, i) => (paid ? [{ priced, i }] : []));
  const add = (column: ArrayLike<number>) => sum(paying.map(({ i }) => column[i] ?? 0));
  const unknown = paying.some(({ priced, i }) => !priced && (spending.withoutCost[i] ?? 0) > 0);
  return {
    candidatesUsd: unknown ? null : add(spending.usd),
    judgesUsd: spending.judgePriceUnknown ? null : spending.judgesUsd,
    calls: add(spending.calls) + spending.judgeCalls,
    unpricedCalls: add(spending.withoutCost) + spending.judgesWithoutUsage,
    replayedFrom: spending.replayedFrom,
    replayedTo: spending.replayedTo,
  };
}
