import type { Calibration } from "../domain/calibration.ts";
import type { Case } from "../domain/case.ts";
import type { Baseline } from "../domain/comparison.ts";
import type { SuiteHistory } from "../domain/history.ts";
import type { Answer, Output } from "../domain/output.ts";
import type { Problem } from "../domain/problem.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Score } from "../domain/score.ts";
import type { Selection } from "../domain/selection.ts";
import type { Requirement } from "../domain/suite.ts";
import type { RequirementResult, Summary } from "../domain/summary.ts";
import type { PlannedRequirement } from "../gate/plan-requirement.ts";
import type { RunComparison } from "../pipeline/compare-runs.ts";
import type { DryRun } from "../pipeline/dry-run.ts";
import type { GatePlan } from "../pipeline/plan-gate.ts";
import type { BaselineFacts } from "../pipeline/show-baseline.ts";
import type { KnownModel } from "../provider/catalogue.ts";
import type { CacheInfo } from "../provider/response-cache/cache-info.ts";

/** The first key of most documents: their kind and version. */
interface Of<Kind extends string> {
  readonly schema: Kind;
}

/**
 * Of the baseline's value.
 * @pattern ^[0-9.e+-]+%$
 */
type Percent = string;

/** A bound under its own name, as in the suite. */
type Bounded =
  | { readonly min: number }
  | { readonly max: number }
  | { readonly max_drop: number | Percent }
  | { readonly max_increase: number | Percent };

export type RunDocument = Of<"evals.run/1"> & RunManifest;
export type CaseDocument = Of<"evals.case/1"> & Case;

type OkOutput = Extract<Output, { readonly status: "ok" }>;
type FailedOutput = Extract<Output, { readonly status: "error" }>;
export type OutputDocument = Of<"evals.output/1"> &
  (
    | (Omit<OkOutput, "answer"> & { readonly output: Omit<Answer, "embeddings" | "logprobs">; readonly error: null })
    | (FailedOutput & { readonly output: null; readonly latencyMs: null; readonly firstTokenMs: null })
  );

type Scored = Extract<Score, { readonly status: "scored" }>;
type Ungraded = Extract<Score, { readonly status: "ungraded" }>;
export type ScoreDocument = Of<"evals.score/1"> &
  (Scored | (Ungraded & { readonly score: null; readonly pass: null; readonly label: null }));

export type RequirementDocument = Omit<RequirementResult, "bound"> & Bounded;
export type SummaryDocument = Of<"evals.summary/1"> &
  Omit<Summary, "requirements"> & { readonly requirements: readonly RequirementDocument[] };

export type PlannedDocument = Pick<Requirement, "metric" | "candidate" | "slice" | "against"> &
  Pick<PlannedRequirement, "n" | "margin" | "reason" | "rows"> &
  Bounded;
export type FoundProblem = Omit<Problem, "severity"> & { readonly severity: "error" | "warning" };
type DryRunCandidate = DryRun["candidates"][number];

/**
 * Every JSON document that the program writes, as a file or with `--json`: `schema/<name>.json` is made of it by
 * `npm run schema`. Keys are written in snake_case; those of a record stay as they are.
 */
export interface Documents {
  /** `run.json` of a run folder: what was run. */
  readonly run: RunDocument;
  /** A line of `cases.jsonl`: a case as it was read. */
  readonly case: CaseDocument;
  /** A line of `outputs.jsonl`: how one trial ended. Of a trial with several lines the last counts. */
  readonly output: OutputDocument;
  /** A line of `scores.jsonl`: what one grader says of one trial. */
  readonly score: ScoreDocument;
  /** `summary.json` of a run folder, and `--json` of run, grade and gate: several suites give an array of them. */
  readonly summary: SummaryDocument;
  /** A baseline file, as `evals baseline save` writes it: results by case and candidate, without a text. */
  readonly baseline: Of<"evals.baseline/1"> & Baseline;
  /** `evals compare --json`. */
  readonly compare: Of<"evals.compare/1"> & {
    readonly suite: string;
    readonly comparisons: readonly RunComparison[];
    readonly notes: readonly string[];
  };
  /** `evals select --json`: which candidate to ship. */
  readonly select: Of<"evals.select/1"> & Selection;
  /** `evals history --json`: a metric of a suite over its runs. */
  readonly history: Of<"evals.history/1"> & SuiteHistory;
  /** `evals judge calibrate --json`: how good a judge is, against people. */
  readonly calibration: Of<"evals.calibration/1"> & Calibration;
  /** `evals gate --plan --json`: what the cases can show. Several suites give an array of them. */
  readonly "gate-plan": Of<"evals.gate_plan/1"> &
    Omit<GatePlan, "requirements"> & { readonly requirements: readonly PlannedDocument[] };
  /** `evals run --dry-run --json`: what a run would take. Several suites give an array of them. */
  readonly "dry-run": Of<"evals.dry_run/1"> &
    Omit<DryRun, "candidates"> & {
      readonly candidates: readonly (Omit<DryRunCandidate, "candidate"> & { readonly id: string })[];
    };
  /** `evals validate --json`. */
  readonly validate: { readonly ok: boolean; readonly problems: readonly FoundProblem[] };
  /** `evals models --json`: known models with their prices. */
  readonly models: readonly KnownModel[];
  /** `evals list --json`: the `run.json` of every run, the newest first. */
  readonly list: readonly RunDocument[];
  /** `evals show <run> --json`: the `run.json` of a run with its summary. */
  readonly "show-run": RunDocument & { readonly summary: SummaryDocument };
  /** `evals show <run> <case> --json`. */
  readonly "show-case": {
    readonly case: CaseDocument;
    readonly outputs: readonly OutputDocument[];
    readonly scores: readonly ScoreDocument[];
  };
  /** `evals baseline save --json`: what was kept, and where. */
  readonly "baseline-save": Pick<Baseline, "suite" | "runId" | "savedAt"> & {
    readonly file: string;
    readonly cases: number;
    /** Ids. */
    readonly candidates: readonly string[];
    readonly bytes: number;
    /** There was a baseline before. */
    readonly replaced: boolean;
  };
  /** `evals baseline show --json`: what a baseline holds; an array where there are several. */
  readonly "baseline-show": BaselineFacts | readonly BaselineFacts[];
  /** `evals cache info --json`. */
  readonly "cache-info": CacheInfo & { readonly folder: string };
  /** `evals cache clear --json`. */
  readonly "cache-clear": { readonly folder: string; readonly removed: Pick<CacheInfo, "entries" | "bytes"> };
  /** Any command with `--json` that could not do its work; the exit code is the same as without. */
  readonly error: {
    readonly error: {
      readonly name: string;
      readonly message: string;
      /** Where the first problem is; null: nowhere in a file. */
      readonly file: string | null;
      readonly line: number | null;
      readonly col: number | null;
      /** All that is wrong with what the user wrote. Absent: the error is no such one. */
      readonly problems?: readonly Problem[];
    };
  };
}
