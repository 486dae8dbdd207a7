import type { Json, JsonObject } from "./domain/json.ts";

/** What a `module` provider is given. */
export interface ProgramRequest {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  /** The case's own input: text, messages or an object. */
  readonly input: Json;
  readonly params: JsonObject;
  readonly tools: readonly JsonObject[];
  readonly output_schema: JsonObject | null;
}

/** What surrounds a call of a `module` provider; never the expected value. */
export interface ProgramContext {
  readonly case: {
    readonly id: string;
    readonly input: Json;
    readonly tags: readonly string[];
    readonly metadata: JsonObject;
    readonly vars: JsonObject;
  };
  /** From 1. */
  readonly repeat: number;
  readonly seed: number;
  /** Aborts at the time-out and when the run stops. */
  readonly signal: AbortSignal;
}

/** A text, or an output with what is known of it. */
export type ProgramOutput =
  | string
  | {
      readonly text: string;
      readonly tool_calls?: readonly JsonObject[];
      readonly finish_reason?: string;
      readonly usage?: { readonly input_tokens?: number; readonly output_tokens?: number };
      readonly cost_usd?: number;
      readonly latency_ms?: number;
    };

export type ProviderFunction = (
  request: ProgramRequest,
  context: ProgramContext,
) => ProgramOutput | Promise<ProgramOutput>;

/** Types a `module` provider: `export default defineProvider((request, context) => …)`. */
export function defineProvider(provider: ProviderFunction): ProviderFunction {
  return provider;
}

/** What a grader (`module`, a package) is told beside the text that it grades. */
export interface GraderFunctionContext {
  readonly case: {
    readonly id: string;
    readonly input: Json;
    /** Absent when the dataset states none. */
    readonly expected?: Json;
    readonly tags: readonly string[];
    readonly metadata: JsonObject;
    readonly vars: JsonObject;
  };
  /** The grader's `expected:` template rendered, else the case's; absent when there is none. */
  readonly expected?: Json;
  readonly candidate: string;
  /** From 1. */
  readonly repeat: number;
  readonly answer: {
    /** The whole text, before extraction. */
    readonly text: string;
    readonly tool_calls: readonly JsonObject[];
    readonly finish_reason: string;
    readonly raw_finish_reason: string | null;
  };
  /** Tokens; null: the API did not say. */
  readonly usage: {
    readonly input_tokens: number | null;
    readonly output_tokens: number | null;
    readonly cache_read_tokens: number | null;
    readonly cache_write_tokens: number | null;
    readonly reasoning_tokens: number | null;
  };
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
  /** `options:` of a `module` grader; of a package's grader the keys of its statement. */
  readonly options?: Json;
  /** Aborts at the time-out and when the run stops. */
  readonly signal: AbortSignal;
}

/** Pass or fail, a score from 0 to 1, or both with a label and a reason. Anything else makes the case ungraded. */
export type GraderFunctionResult =
  | boolean
  | number
  | {
      readonly score?: number | null;
      readonly pass?: boolean | null;
      readonly label?: string | null;
      readonly reason?: string | null;
    };

export type GraderFunction = (
  output: string,
  context: GraderFunctionContext,
) => GraderFunctionResult | Promise<GraderFunctionResult>;

/** Types a grader of your own: `export default defineGrader((output, context) => …)`. */
export function defineGrader(grader: GraderFunction): GraderFunction {
  return grader;
}
