/** How a metric comes out of what was measured by case: their mean, a quantile of them, or a ratio of two sums. */
export type MetricForm =
  | { readonly type: "mean" }
  /** `p` in 0…1. */
  | { readonly type: "quantile"; readonly p: number }
  | { readonly type: "ratio" };

/** What a candidate and its baseline gave on the cases that they share: the input of every paired comparison and gate. */
export interface PairedValues {
  readonly metric: string;
  readonly better: "higher" | "lower";
  readonly form: MetricForm;
  /** By shared case, repeats averaged; of a ratio the numerators (costs). */
  readonly candidate: Float64Array;
  readonly baseline: Float64Array;
  /** Of a ratio: the denominators (successes), by shared case. */
  readonly per?: { readonly candidate: Float64Array; readonly baseline: Float64Array };
  /** A number per cluster; null: the cases are independent. */
  readonly clusters: Int32Array | null;
  /** null: all equal. */
  readonly weights: Float64Array | null;
  readonly repeats: { readonly candidate: number; readonly baseline: number };
  /** Ids of the shared cases, in the candidate's run order. */
  readonly ids: readonly string[];
  /** Cases that only one side has measured, and cases of one id whose content differs: in neither column. */
  readonly unshared: number;
  readonly changed: number;
  /** What differs between the sides and is worth saying: graders that changed, another dataset, other repeats. */
  readonly warnings: readonly string[];
}

export type Pairing =
  | { readonly status: "paired"; readonly values: PairedValues }
  /** No baseline, or it lacks the candidate, the metric or the slice. */
  | { readonly status: "none"; readonly reason: string; readonly unshared?: number; readonly changed?: number };

/** `evals.baseline/1`: results by case without a text, small enough to be committed. */
export interface Baseline {
  readonly suite: string;
  readonly runId: string;
  /** RFC 3339, UTC. */
  readonly savedAt: string;
  readonly startedAt: string;
  readonly digests: { readonly dataset: string; readonly graders: string };
  /** Digest of each grader by id, so that one that changed can be named. */
  readonly graders: Readonly<Record<string, string>>;
  readonly repeats: number;
  readonly rows: readonly BaselineRow[];
}

/** One case and candidate. */
export interface BaselineRow {
  readonly caseId: string;
  /** The first 12 hex digits of the SHA-256 of the case's content. */
  readonly digest: string;
  readonly candidate: string;
  /** Share of the repeats that passed, of those that were graded; null: none was. */
  readonly passed: number | null;
  readonly score: number | null;
  readonly graders: Readonly<Record<string, number>>;
  /** Share of the repeats that a grader passed, where that is not its score (a score with a bar). */
  readonly gradersPassed?: Readonly<Record<string, number>>;
  /** Mean over the repeats; null: unknown. */
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  /** Repeats that were graded. */
  readonly n: number;
}
