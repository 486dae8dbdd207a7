import type { Outcome } from "../domain/score.ts";
import type { Summary } from "../domain/summary.ts";
import type { ViewerCase, ViewerColumns, ViewerRun } from "../domain/viewer.ts";

/** A trial that failed, for people to look at. */
export interface FailedExample {
  readonly caseId: string;
  readonly candidate: string;
  readonly input: string;
  readonly expected: string | null;
  readonly output: string;
  readonly reason: string;
}

/** What one grader said of a trial. */
export interface TrialGrade {
  readonly grader: string;
  /** null: no pass rule, ungraded, or not graded. */
  readonly pass: boolean | null;
  /** 0…1; null: ungraded, or not graded. */
  readonly score: number | null;
}

/** What is known of one trial; null is unknown, never 0. */
export interface TrialRow {
  readonly caseId: string;
  readonly candidate: string;
  /** From 1. */
  readonly repeat: number;
  /** `missing`: planned, and without a result. */
  readonly outcome: Outcome | "missing";
  readonly score: number | null;
  /** In the suite's order. */
  readonly grades: readonly TrialGrade[];
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cached: boolean;
  readonly errorKind: string | null;
  /** Why it did not pass; null where it did, or where nothing is said. At most 2,000 characters. */
  readonly reason: string | null;
}

/** The repeats of one case by one candidate. */
export type TrialGroup = readonly TrialRow[];

/** The trials of a run. Nothing is read before a format asks, and few are in memory at a time. */
export interface TrialSource {
  /** Planned trials. */
  readonly count: number;
  /**
   * Case by case in run order. With `most` at most so many trials (whole groups): those of which one did not pass
   * first, then a sample of the others drawn with the run's seed; the order stays the run's.
   */
  read(most?: number): AsyncIterable<TrialGroup>;
}

/** Where a requirement stands in the suite file; both from 1. */
export interface RequirementPlace {
  readonly line: number;
  readonly col: number;
}

/** A run for the viewer; its texts are read chunk by chunk. */
export interface ViewerParts {
  readonly run: ViewerRun;
  readonly columns: ViewerColumns;
  readonly chunkCount: number;
  chunks(): AsyncIterable<readonly ViewerCase[]>;
  close(): Promise<void>;
}

/** The viewer as it was built. */
export interface ViewerApp {
  readonly script: string;
  readonly style: string;
  /** Notices of the libraries inside. */
  readonly licences: string;
}

/** What a report with the viewer inside is made of; nothing is read before it asks. */
export interface ViewerSource {
  /** With at most so many trials. Whoever opens it closes it. */
  open(most: number): Promise<ViewerParts>;
  app(): Promise<ViewerApp>;
}

/** What every report is made of: values alone, so that a report can be written again from the folder. */
export interface ReportInput {
  readonly summary: Summary;
  /** `summary.json` as it is on disk. */
  readonly summaryJson: object;
  /** At most three, in run order. */
  readonly examples: readonly FailedExample[];
  /** Where the run lies, as the user would write it. */
  readonly folder: string;
  readonly trials: TrialSource;
  readonly viewer: ViewerSource;
  /** The suite file as the reader of the report would write it. */
  readonly suitePath: string;
  /** By position in `summary.requirements`; null: not known. */
  readonly places: readonly (RequirementPlace | null)[];
}

export interface ReportOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A kind of report: one file and one registry line. */
export interface ReportDefinition {
  readonly format: string;
  readonly description: string;
  /** The file in the run folder; null: it is never written there. */
  readonly file: string | null;
  readonly render: (input: ReportInput, options: ReportOptions) => string | Promise<string>;
  /** Where a report may be longer than memory: the same text as `render`, in pieces. */
  readonly stream?: (input: ReportInput, options: ReportOptions) => AsyncIterable<string>;
}
