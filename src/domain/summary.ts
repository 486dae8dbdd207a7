import type { Estimate } from "./estimate.ts";
import type { RunStatus } from "./run.ts";
import type { Bound } from "./suite.ts";

/** `pass`, `fail`, `undecided`; `none` when the suite states no requirement. */
export type Verdict = "pass" | "fail" | "undecided";

export type Metrics = Readonly<Record<string, Estimate>>;

export interface OutcomeCounts {
  readonly planned: number;
  readonly passed: number;
  readonly failed: number;
  readonly ungraded: number;
  readonly errored: number;
}

export interface CandidateSummary {
  readonly id: string;
  readonly provider: string;
  readonly model: string | null;
  readonly prompt: string | null;
  readonly simulated: boolean;
  readonly trials: OutcomeCounts & {
    readonly cached: number;
    readonly missing: number;
    /** Left out on purpose: the candidate was stopped or dropped before them (`--stop-early`). Absent: none. */
    readonly skipped?: number;
  };
  readonly metrics: Metrics;
  readonly slices: Readonly<Record<string, Metrics>>;
  /** How often each error kind ended a trial. */
  readonly errors: Readonly<Record<string, number>>;
  /** How often each reason left a trial ungraded (the 20 most frequent). */
  readonly ungradedReasons: Readonly<Record<string, number>>;
  /** Cases whose repeats disagree on pass or fail; absent without repeats. */
  readonly flaky?: FlakyCases;
  /** Where the expected values are labels. */
  readonly classes?: ClassSummary;
}

export interface FlakyCases {
  readonly count: number;
  /** Cases with at least two graded repeats. */
  readonly of: number;
  /** Ids, at most 1,000. */
  readonly cases: readonly string[];
}

export interface ClassSummary {
  /** The grader that says whether the label is right. */
  readonly grader: string;
  readonly labels: readonly string[];
  /** Cases: rows expected, columns predicted, the last column what is none of the labels. Repeats share a case's 1. */
  readonly matrix: readonly (readonly number[])[];
  readonly perClass: readonly LabelSummary[];
  /** Trials that are in no cell. */
  readonly leftOut: { readonly errored: number; readonly ungraded: number; readonly missing: number };
}

export interface LabelSummary {
  readonly label: string;
  /** Cases, as in the matrix. */
  readonly expected: number;
  readonly predicted: number;
  readonly precision: Estimate;
  readonly recall: Estimate;
  readonly f1: Estimate;
}

/** A paired difference, candidate minus baseline, over the cases both sides share. */
export interface Comparison {
  readonly metric: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly n: number;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly pAdjusted: number | null;
  readonly method: string;
  /** Case ids, at most 1,000 each. */
  readonly improved: readonly string[];
  readonly regressed: readonly string[];
  readonly improvedCount: number;
  readonly regressedCount: number;
  readonly unshared: number;
  /** Cases of one id whose content differs, in neither column. Absent: both sides are of one run. */
  readonly changed?: number;
  /** Absent: higher. */
  readonly better?: "higher" | "lower";
  /** `tag:x` or `field:value`; absent or null: all cases. */
  readonly slice?: string | null;
  /** The metric on the shared cases alone. */
  readonly candidateValue?: number | null;
  readonly baselineValue?: number | null;
  /** What differs between the sides and is worth saying. */
  readonly warnings?: readonly string[];
  /** Why nothing could be compared. */
  readonly reason?: string;
}

export interface RequirementResult {
  readonly metric: string;
  readonly candidate: string;
  readonly slice: string | null;
  readonly against: string | null;
  readonly bound: Bound;
  /** False: information only (a candidate outside `gate:`). */
  readonly decides: boolean;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reason: string;
  /** Passed, and shown to be worse than the baseline all the same: within the margin. Absent: no. */
  readonly warnWorse?: boolean;
  /** The total n at which the verdict would fall if the rates stayed as they are; null when none would. */
  readonly casesNeeded: number | null;
}

/** Money and calls of this run alone: replayed outputs cost nothing here. */
export interface Spent {
  readonly candidatesUsd: number | null;
  readonly judgesUsd: number | null;
  readonly calls: number;
  /** Calls whose usage is unknown: not in the sums. */
  readonly unpricedCalls: number;
  /** When the replayed outputs were asked for, the oldest and the newest; null: none was replayed. */
  readonly replayedFrom: string | null;
  readonly replayedTo: string | null;
}

/** `summary.json` (`evals.summary/1`). */
export interface Summary {
  readonly runId: string;
  readonly suite: string;
  readonly status: RunStatus;
  readonly statusReason: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly wallMs: number | null;
  readonly simulated: boolean;
  readonly cases: number;
  readonly repeats: number;
  readonly candidates: readonly CandidateSummary[];
  readonly spent: Spent;
  readonly comparisons: readonly Comparison[];
  readonly requirements: readonly RequirementResult[];
  readonly verdict: Verdict | "none";
  readonly notes: readonly string[];
}
