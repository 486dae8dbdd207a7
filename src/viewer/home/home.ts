import type { SuiteHistory } from "../../domain/history.ts";
import type { Comparison } from "../../domain/summary.ts";
import type { ViewerCase, ViewerColumns, ViewerListItem, ViewerProgress, ViewerRun } from "../../domain/viewer.ts";

/** Where a run's data comes from. Every method rejects with an `Error` whose message may be shown. */
export interface RunSource {
  run(): Promise<ViewerRun>;
  columns(): Promise<ViewerColumns>;
  /** Cases `index × chunkCases` and on. */
  chunk(index: number): Promise<readonly ViewerCase[]>;
}

/** A side of a comparison: a candidate of a run. */
export interface SideName {
  readonly run: string;
  readonly candidate: string;
}

/** A case as it is to be added to a dataset. */
export interface NewCase {
  /** A name in `datasets/`, with its ending. */
  readonly file: string;
  /** The JSONL line as an object. */
  readonly line: Readonly<Record<string, unknown>>;
}

/** What surrounds the app: a file with one run inside, or the server of `evals view`. */
export interface Home {
  /** The one run of a file; null: there is a list of runs. */
  readonly only: string | null;
  source(runId: string): RunSource;
  /** Of a server alone. */
  readonly server: ServerHome | null;
}

export interface ServerHome {
  runs(): Promise<readonly ViewerListItem[]>;
  history(suite: string, metric: string): Promise<SuiteHistory>;
  /** Paired by case; all metrics that both sides have. */
  compare(baseline: SideName, candidate: SideName): Promise<readonly Comparison[]>;
  /** Told whenever the run has grown or ended; returns what ends the watching. */
  watch(runId: string, onChange: (progress: ViewerProgress) => void): () => void;
  datasets(): Promise<readonly string[]>;
  /** @returns the file that the line was appended to, as the user would write it, and the id that it got */
  addToDataset(added: NewCase): Promise<{ readonly file: string; readonly id: string }>;
}
