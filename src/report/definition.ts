import type { Summary } from "../domain/summary.ts";

/** A trial that failed, for people to look at. */
export interface FailedExample {
  readonly caseId: string;
  readonly candidate: string;
  readonly input: string;
  readonly expected: string | null;
  readonly output: string;
  readonly reason: string;
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
}
