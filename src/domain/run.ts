import type { JsonObject } from "./json.ts";
import type { Suite, WhereCondition } from "./suite.ts";

export type RunStatus = "running" | "complete" | "incomplete" | "interrupted";

/** `run.json` (`evals.run/1`): what was run. No secret. */
export interface RunManifest {
  readonly runId: string;
  readonly suite: string;
  readonly suitePath: string;
  readonly description: string | null;
  readonly status: RunStatus;
  /** Why the run is not complete; null when it is. */
  readonly statusReason: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly seed: number;
  readonly digests: { readonly suite: string; readonly dataset: string; readonly graders: string };
  readonly versions: { readonly evals: string; readonly node: string };
  readonly gitCommit: string | null;
  readonly cases: number;
  readonly repeats: number;
  readonly candidates: readonly RunCandidate[];
  readonly plannedTrials: number;
  /** The run holds simulated outputs: said in every report. */
  readonly simulated: boolean;
  /** The resolved suite: all that grade, report and gate need after the run. */
  readonly resolvedSuite: Suite;
  /** Flags of the first start that decide what is done: a resume takes them over. Absent: an older version's run. */
  readonly flags?: RunFlags;
  /** `--stop-early`: the looks of the run, and who was stopped where. Absent: every case was meant to be done. */
  readonly stopEarly?: StopEarlyRecord;
  /** null: there was none. Absent: an older version's run. */
  readonly baseline?: RunBaseline | null;
  /** Digests of what stands in files, by id: those that a model runs or reads; a grader with its own. Absent as above. */
  readonly contentDigests?: {
    readonly models: Readonly<Record<string, readonly string[]>>;
    readonly graders: Readonly<Record<string, string>>;
  };
}

/** What the run was compared with, over time; its results by case stand in the run folder. */
export interface RunBaseline {
  /** As it was named: a file as seen from where the run was started, or a run's id. */
  readonly label: string;
  /** Absolute path of the file; null: it was taken from a run. */
  readonly path: string | null;
  /** The run that it holds. */
  readonly runId: string;
  readonly startedAt: string;
  readonly savedAt: string;
  /** SHA-256 (hex) of the file that was kept. */
  readonly digest: string;
}

export interface RunFlags {
  readonly models: readonly string[];
  readonly limit: number | null;
  readonly where: readonly (readonly [string, WhereCondition])[];
  readonly repeats: number | null;
  readonly seed: number | null;
  /** Absolute folder of the run whose outputs are taken. */
  readonly reuse: string | null;
}

/** The sequential part of a run: all that its verdicts need beside its rows. */
export interface StopEarlyRecord {
  readonly looks: number;
  /** Of all looks together. */
  readonly alpha: number;
  readonly decisions: readonly StopDecision[];
}

/** A candidate that was stopped before its last case. */
export interface StopDecision {
  readonly candidate: string;
  /** From 1; null: dropped from a race. */
  readonly look: number | null;
  /** Its figures rest on the first so many cases of the run order. */
  readonly cases: number;
  readonly why: string;
}

export interface RunCandidate {
  readonly id: string;
  readonly modelId: string;
  readonly provider: string;
  readonly model: string | null;
  readonly prompt: string | null;
  readonly price: PriceMatch;
  /** Tokens that fit into the model's context; null: unknown. Absent: an older version's run. */
  readonly contextWindow?: number | null;
}

/** Where a candidate's price comes from. */
export type PriceMatch =
  | {
      readonly kind: "catalogue";
      readonly matched: string;
      readonly exact: boolean;
      readonly catalogue: string;
      readonly rates: JsonObject;
    }
  | { readonly kind: "suite"; readonly rates: JsonObject }
  | { readonly kind: "none" }
  | { readonly kind: "recorded" }
  | { readonly kind: "unknown" };
