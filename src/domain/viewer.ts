import type { Case } from "./case.ts";
import type { Output } from "./output.ts";
import type { RunManifest } from "./run.ts";
import type { Outcome, Score } from "./score.ts";
import type { Comparison, Summary } from "./summary.ts";

/**
 * What the viewer shows of a run, in three parts of growing size: `ViewerRun` (figures, a few kilobytes),
 * `ViewerColumns` (some bytes a trial) and `ViewerCase`s in chunks (all texts, fetched when one is opened or searched).
 * `report.html` carries them inside, `evals view` serves them; both are made by the same code.
 */
export interface ViewerRun {
  readonly manifest: ViewerManifest;
  readonly summary: Summary;
  /** Every pair of candidates on accuracy, score and cost; p is adjusted over the pairs of a metric. */
  readonly pairs: readonly Comparison[];
  readonly curves: readonly LatencyCurve[];
  readonly fronts: readonly ParetoFront[];
  /** The run folder as the user would write it. */
  readonly folder: string;
}

export type ViewerManifest = Pick<
  RunManifest,
  | "runId"
  | "suite"
  | "suitePath"
  | "description"
  | "status"
  | "statusReason"
  | "startedAt"
  | "finishedAt"
  | "seed"
  | "digests"
  | "versions"
  | "gitCommit"
  | "cases"
  | "repeats"
  | "candidates"
  | "plannedTrials"
  | "simulated"
> & {
  /** Whom candidates are compared with. */
  readonly reference: string;
  readonly graders: readonly { readonly id: string; readonly type: string; readonly advisory: boolean }[];
};

/** The distribution of a candidate's latency: what share of its answers came within so many milliseconds. */
export interface LatencyCurve {
  readonly candidate: string;
  readonly n: number;
  /** Ascending milliseconds with their share in 0…1; at most 200. */
  readonly points: readonly (readonly [ms: number, share: number])[];
}

/** Who is beaten by nobody on accuracy and one more figure. */
export interface ParetoFront {
  readonly metric: string;
  readonly candidates: readonly string[];
}

/** A row a case, in run order; what stands by trial is ordered by case, then by repeat. */
export interface ViewerColumns {
  readonly ids: readonly string[];
  /** One line each, cut at 160 characters. */
  readonly inputs: readonly string[];
  /** One line each, cut at 80 characters; null: the dataset states none. */
  readonly expected: readonly (string | null)[];
  /** Positions in `tagNames`. */
  readonly tags: readonly (readonly number[])[];
  readonly tagNames: readonly string[];
  readonly repeats: number;
  readonly candidates: readonly CandidateColumns[];
  /** Cases of one chunk: case `i` is in chunk `floor(i / chunkCases)`. */
  readonly chunkCases: number;
  /** Fewer shown than there are: the report was too large for all. */
  readonly trials: { readonly shown: number; readonly of: number };
}

export interface CandidateColumns {
  readonly candidate: string;
  /** A letter a trial: `p`assed, `f`ailed, `u`ngraded, `e`rrored, `-` no result, `.` not in this report. */
  readonly outcomes: string;
  /** By grader, a letter a trial: `p`assed, `f`ailed, `s`cored without a rule to pass, `u`ngraded, `-` none. */
  readonly grades: Readonly<Record<string, string>>;
  /** 0…1; null: not graded. */
  readonly scores: readonly (number | null)[];
  /** null: no answer, or unknown. */
  readonly latencyMs: readonly (number | null)[];
  readonly costUsd: readonly (number | null)[];
  /** The first repeat's answer on one line, cut at 80 characters; "": none. By case. */
  readonly answers: readonly string[];
}

/** A case with everything that is known of it. */
export interface ViewerCase {
  readonly case: Omit<Case, "digest">;
  readonly trials: readonly ViewerTrial[];
  /** Texts that were cut, with their whole size; they stand whole in the run folder's JSONL. */
  readonly cuts: readonly TextCut[];
}

export interface ViewerTrial {
  readonly candidate: string;
  readonly repeat: number;
  readonly outcome: Outcome | "missing";
  /** null: it has no result. */
  readonly output: Output | null;
  readonly scores: readonly Score[];
}

export interface TextCut {
  /** `input`, `mini/1 output.text`: where it stood. */
  readonly where: string;
  /** Of the whole text, UTF-8. */
  readonly bytes: number;
}

/** A run in the list of `evals view`. */
export interface ViewerListItem {
  readonly runId: string;
  readonly suite: string;
  readonly status: RunManifest["status"];
  readonly statusReason: string | null;
  readonly startedAt: string;
  readonly cases: number;
  readonly candidates: readonly string[];
  /** null: not measured yet. */
  readonly verdict: Summary["verdict"] | null;
}

/** What `evals view` tells of a run that goes on. */
export interface ViewerProgress {
  readonly status: RunManifest["status"];
  /** Trials with a result. */
  readonly done: number;
  readonly planned: number;
}
