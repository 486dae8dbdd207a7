import type { Estimate } from "./estimate.ts";
import type { RunStatus } from "./run.ts";

/** What one run's value says against the one before it. */
export type HistoryChange =
  | {
      readonly status: "compared";
      /** Id of the run that it is compared with. */
      readonly against: string;
      /** Paired on the cases that both have measured; by their intervals alone where a run's logs are not there. */
      readonly by: "pairs" | "intervals";
      /** Shared cases; null by intervals. */
      readonly n: number | null;
      readonly difference: number | null;
      readonly low: number | null;
      readonly high: number | null;
      readonly p: number | null;
      /** Holm's over the candidate's series. */
      readonly pAdjusted: number | null;
      readonly shows: "better" | "worse" | "no difference" | "no test";
    }
  | { readonly status: "not compared"; readonly against: string; readonly reason: string };

export interface HistoryPoint {
  readonly runId: string;
  readonly startedAt: string;
  readonly status: RunStatus;
  readonly gitCommit: string | null;
  readonly estimate: Estimate;
  /** Other than in the candidate's run before it. */
  readonly datasetChanged: boolean;
  readonly gradersChanged: boolean;
  /** null: the first. */
  readonly change: HistoryChange | null;
}

/** The newest changes of a series, none of which is shown to be one. */
export interface Plateau {
  readonly changes: number;
  /** The run that it began with. */
  readonly since: string;
  /** The newest run against that one; null: they cannot be compared. */
  readonly overall: HistoryChange | null;
}

export interface HistorySeries {
  readonly candidate: string;
  /** The oldest first. */
  readonly points: readonly HistoryPoint[];
  readonly plateau: Plateau | null;
}

/** A metric of a suite over its runs. */
export interface SuiteHistory {
  readonly suite: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: "higher" | "lower";
  readonly series: readonly HistorySeries[];
  readonly runs: number;
  /** Unfinished runs, and runs older than the limit. */
  readonly leftOut: { readonly unfinished: number; readonly older: number };
}
