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
