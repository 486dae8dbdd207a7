import { CONFIDENCE, clampInterval, type Interval } from "./interval.ts";
import { mcnemar } from "./mcnemar.ts";
import { meanCI } from "./mean-ci.ts";

/** Who won a comparison: the first side, the second, or neither. */
export type Winner = "a" | "b" | "tie";

export interface WinRate extends Interval {
  readonly n: number;
  /** Mean over prompts of both orders' halves, ties a half; null for none. */
  readonly winRate: number | null;
  readonly standardError: number | null;
  /** What asking in one order alone, a shown first, would have said. */
  readonly winRateOneOrder: number | null;
  /** Share of prompts with the same verdict in both orders. */
  readonly consistency: number | null;
  /** Prompts where each order's first side won, and where each order's second did: they alone tell of position bias. */
  readonly firstFirst: number;
  readonly secondSecond: number;
  /** Share of all verdicts for what was shown first, ties a half. */
  readonly firstPreference: number | null;
  /** Two-sided exact binomial of `firstFirst` against `secondSecond`. */
  readonly pPositionBias: number;
}

/**
 * Win rate of a against b when each prompt was judged in both orders, with a t interval over prompts, and the test of
 * position bias on the prompts whose verdicts contradict (Zheng et al. 2023, arXiv:2306.05685).
 * @param shownFirst verdicts with a shown first; `shownSecond` the same prompts with b shown first
 */
export function positionDebiasedWinRate(
  shownFirst: readonly Winner[],
  shownSecond: readonly Winner[],
  confidence = CONFIDENCE,
): WinRate {
  const halves = shownFirst.map((winner, i) => (points(winner) + points(shownSecond[i] ?? "tie")) / 2);
  const mean = meanCI(halves, confidence);
  const both = (first: Winner, second: Winner) =>
    shownFirst.filter((winner, i) => winner === first && shownSecond[i] === second).length;
  const n = halves.length;
  const share = (values: readonly number[]) => (n === 0 ? null : values.reduce((a, b) => a + b, 0) / n);
  const firstFirst = both("a", "b");
  const secondSecond = both("b", "a");
  return {
    n,
    winRate: mean.mean,
    standardError: mean.standardError,
    ...clampInterval(mean, 0, 1),
    winRateOneOrder: share(shownFirst.map(points)),
    consistency: share(shownFirst.map((winner, i) => (winner === shownSecond[i] ? 1 : 0))),
    firstFirst,
    secondSecond,
    firstPreference: share(shownFirst.map((winner, i) => (points(winner) + 1 - points(shownSecond[i] ?? "tie")) / 2)),
    pPositionBias: mcnemar(firstFirst, secondSecond).pExact,
  };
}

function points(winner: Winner): number {
  return winner === "a" ? 1 : winner === "b" ? 0 : 0.5;
}
