import type { Json, JsonObject } from "./json.ts";
import type { OutputSchema, Role, ToolChoice, ToolDefinition } from "./message.ts";

/** A checked suite: paths are absolute, files that it names are read, every id is set. */
export interface Suite {
  readonly name: string;
  readonly description: string | null;
  /** Absolute path of the YAML file. */
  readonly path: string;
  /** SHA-256 (hex) of the resolved suite: what it says, not how it is written. */
  readonly digest: string;
  readonly dataset: DatasetSpec;
  readonly prompts: readonly PromptSpec[];
  readonly vars: JsonObject;
  readonly models: readonly ModelSpec[];
  readonly judgeModels: readonly ModelSpec[];
  readonly graders: readonly GraderSpec[];
  readonly requirements: readonly Requirement[];
  /** Candidates that decide; null: all. */
  readonly gate: readonly string[] | null;
  /** The candidate that the others are compared with; null: the first. */
  readonly reference: string | null;
  /** Fields (dots for depth) whose values become slices, beside `tag:x`. */
  readonly slices: readonly string[];
  readonly run: RunSettings;
  /** Runs only when its file is named, never as part of a folder. */
  readonly manual: boolean;
}

export type DatasetFormat = "jsonl" | "json" | "csv" | "parquet";
export type WhereCondition = Json | readonly Json[] | { readonly not: Json | readonly Json[] };

export interface DatasetSpec {
  /** Absolute paths, in the order written; folders are expanded when read. */
  readonly paths: readonly string[];
  /** null: by extension. */
  readonly format: DatasetFormat | null;
  /** Case key -> column of the file. */
  readonly fields: Readonly<Record<string, string>>;
  readonly where: Readonly<Record<string, WhereCondition>>;
  readonly limit: number | null;
}

/** A message whose strings are Liquid templates. */
export interface MessageTemplate {
  readonly role: Role;
  readonly content: string | readonly ContentTemplate[];
  readonly name?: string;
}
export type ContentTemplate =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly path: string }
  | { readonly type: "image"; readonly url: string };

export interface PromptSpec {
  readonly id: string;
  /** `"input"` stands for a case's own messages. */
  readonly messages: readonly (MessageTemplate | "input")[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice | null;
  readonly outputSchema: OutputSchema | null;
}

/** USD per million tokens, per call, or `none` (costs nothing). */
export type Prices =
  | {
      readonly kind: "tokens";
      readonly input: number;
      readonly output: number;
      readonly cacheRead: number | null;
      readonly cacheWrite: number | null;
    }
  | { readonly kind: "per_call"; readonly usd: number }
  | { readonly kind: "none" };

export interface ModelSpec {
  readonly id: string;
  readonly provider: string;
  /** The provider's own name for the model; null where the provider has none (module, exec, recorded…). */
  readonly model: string | null;
  /** Sent to the API as written. */
  readonly params: JsonObject;
  /** null: look the model up in the price catalogue. */
  readonly prices: Prices | null;
  readonly concurrency: number | null;
  readonly rpm: number | null;
  readonly tpm: number | null;
  readonly timeoutS: number | null;
  readonly totalTimeoutS: number | null;
  readonly maxAttempts: number | null;
  readonly stream: boolean;
  /** null: the provider's default. */
  readonly cache: boolean | null;
  readonly contextWindow: number | null;
  /** Name of the variable that holds the key; `none`: send none; null: the provider's default. */
  readonly apiKeyEnv: string | null;
  readonly baseUrl: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Ids of prompts; null: all of them; empty: the bare input. */
  readonly prompts: readonly string[] | null;
  /** The provider's own keys, already checked by its schema. Paths are absolute. */
  readonly options: JsonObject;
}

/** A model with a prompt: what is compared with what. */
export interface Candidate {
  /** `model`, or `model@prompt` where the model has several prompts. */
  readonly id: string;
  readonly model: ModelSpec;
  /** null: the case's input is sent as it is. */
  readonly prompt: PromptSpec | null;
}

export type MissingPolicy = "failed" | "ungraded" | "keep";
export type ExtractStep = (
  | {
      readonly kind: "regex";
      readonly pattern: string;
      readonly flags: string;
      readonly group: number | null;
      readonly match: "first" | "last";
    }
  | { readonly kind: "json"; readonly path: string }
  | { readonly kind: "after"; readonly text: string }
  | { readonly kind: "strip"; readonly chars: string }
  | { readonly kind: "number" | "last_line" | "answer_line" | "code_block" | "choice" | "trim" }
) & { readonly onMissing: MissingPolicy };

export interface GraderSpec {
  readonly id: string;
  readonly type: string;
  readonly extract: readonly ExtractStep[];
  /** A Liquid template; null: the case's `expected`. */
  readonly expected: string | null;
  readonly weight: number;
  /** Reported, never fails a trial. */
  readonly advisory: boolean;
  /** A slice; null: every case. */
  readonly when: string | null;
  readonly severity: string | null;
  /** A graded score passes at it; null: the grader's own rule. */
  readonly min: number | null;
  /** The grader's own keys, already checked by its schema. Nested graders are `GraderSpec`s. Paths are absolute. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One bound on one metric. An entry with several bounds becomes several requirements. */
export interface Requirement {
  readonly metric: string;
  readonly bound: Bound;
  /** `tag:x`, `field:value`; null: all cases. */
  readonly slice: string | null;
  /** null: every candidate of `gate:`. */
  readonly candidate: string | null;
  /** Compare with a candidate of the same run instead of the baseline. */
  readonly against: string | null;
  readonly decide: "interval" | "point";
  /** Index in `requirements:` and where it stands, for messages and annotations. */
  readonly source: { readonly index: number; readonly line: number; readonly col: number };
}
export type BoundKind = "min" | "max" | "max_drop" | "max_increase";
export interface Bound {
  readonly kind: BoundKind;
  readonly value: number;
  /** `percent`: of the baseline's value. */
  readonly unit: "metric" | "percent";
}

/** Defaults of `run:`; times in seconds, money in USD. */
export interface RunSettings {
  readonly concurrency: number;
  readonly timeoutS: number;
  readonly totalTimeoutS: number;
  readonly maxAttempts: number;
  readonly repeats: number;
  readonly seed: number;
  readonly maxErrorRate: number;
  readonly maxUngradedRate: number;
  readonly budgetUsd: number | null;
}
