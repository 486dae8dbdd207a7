import type { Estimate } from "./estimate.ts";

export type Standing = "meets" | "violates" | "unknown";

/** What a candidate must keep to be chosen. */
export interface SelectionConstraint {
  /** `accuracy >= 0.9 on tag:billing`: as every report names it. */
  readonly text: string;
  readonly metric: string;
  readonly slice: string | null;
  readonly operator: ">=" | "<=" | ">" | "<";
  readonly bound: number;
  readonly unit: string;
  /** Stated by `--require`, or by the suite's requirements. */
  readonly source: "flag" | "suite";
  /** The one candidate that it concerns; null: all. */
  readonly candidate: string | null;
  readonly decide: "interval" | "point";
}

export interface SelectionObjective {
  readonly metric: string;
  readonly direction: "max" | "min";
  readonly unit: string;
}

/** One candidate against one constraint. `low` and `high` are one-sided 95% bounds; facts have low = high = value. */
export interface ConstraintResult extends Estimate {
  readonly standing: Standing;
  readonly reason: string;
  /** The total n at which it would be known if the figure stayed as it is; null: known, or none can be said. */
  readonly casesNeeded: number | null;
}

export interface SelectionCandidate {
  /** The candidate's id, with its run before it where two runs have that id. */
  readonly name: string;
  readonly runId: string;
  readonly candidate: string;
  readonly standing: Standing;
  /** Why it cannot be judged at all (too many errors, nothing finished); null: it can. */
  readonly unusable: string | null;
  /** By constraint, in their order; null: it does not concern this candidate. */
  readonly constraints: readonly (ConstraintResult | null)[];
  /** Objectives and Pareto metrics with their 95% intervals, on all cases of the candidate. */
  readonly figures: Readonly<Record<string, Estimate>>;
  readonly onFront: boolean;
  /** Share of the resamples in which it is on the front; null: not resampled. */
  readonly pFront: number | null;
  /** By metric of the front: share of the resamples in which it is the best of all. */
  readonly pBest: Readonly<Record<string, number>>;
  /** Share of the resamples in which it is the best by the objective among those that meet every constraint. */
  readonly pBestOfMeeting: number | null;
  /** Who dominates it in most of the resamples. */
  readonly dominatedBy: readonly { readonly name: string; readonly probability: number }[];
}

/** `name` less `than`, paired, on the cases that both have. */
export interface SelectionDifference {
  readonly name: string;
  readonly than: string;
  readonly metric: string;
  readonly unit: string;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly method: string;
}

export interface ConstraintCost {
  readonly constraint: string;
  /** `nothing`: the answer is the same without it; `nobody`: without it nobody could be chosen either. */
  readonly costs: "nothing" | "another" | "nobody";
  /** Who would be the answer without it. */
  readonly without: readonly string[];
  /** It would be so as the cheaper of those that cannot be told apart, not as the best. */
  readonly asCheaper: boolean;
  /** How much better it would be by the objective; null: there is no answer to compare with, or several objectives. */
  readonly difference: SelectionDifference | null;
}

/**
 * `chosen`: one candidate; `front`: several objectives, and no candidate is best in all; `undecided`: nobody is shown to meet
 * every constraint, and somebody may; `incomplete`: and runs that are not whole are among the reasons; `none`: all are shown to violate one.
 */
export type SelectionOutcome = "chosen" | "front" | "undecided" | "incomplete" | "none";

/** `evals.select/1`: which candidate to ship. */
export interface Selection {
  readonly outcome: SelectionOutcome;
  readonly chosen: string | null;
  /** The best by the objective among those that meet every constraint: another than the chosen one if a cheaper one equals it. */
  readonly best: string | null;
  /** Several objectives: those that no other one beats, among those that meet every constraint. */
  readonly front: readonly string[];
  readonly reason: string;
  readonly objectives: readonly SelectionObjective[];
  readonly epsilon: number;
  readonly constraints: readonly SelectionConstraint[];
  readonly candidates: readonly SelectionCandidate[];
  /** Who cannot be told apart from the best: its difference to the best one each. */
  readonly equals: readonly SelectionDifference[];
  /** What each constraint costs, in their order. */
  readonly costs: readonly ConstraintCost[];
  readonly pareto: {
    readonly metrics: readonly SelectionObjective[];
    readonly cases: number;
    readonly replicates: number;
    readonly seed: number;
  };
  readonly runs: readonly {
    readonly runId: string;
    readonly suite: string;
    readonly status: string;
    readonly cases: number;
  }[];
  /** Cases that all candidates have: what paired statements rest on. */
  readonly sharedCases: number;
  readonly simulated: boolean;
  readonly notes: readonly string[];
}
