import type { Case, CaseInput } from "./case.ts";
import type { JsonObject } from "./json.ts";
import type { Message, OutputSchema, ToolChoice, ToolDefinition } from "./message.ts";

/** What is sent to a model: rendered, complete, and all that the fingerprint covers. */
export interface ModelRequest {
  readonly messages: readonly Message[];
  /** The case's own input, for providers that are no chat APIs. */
  readonly input: CaseInput;
  readonly params: JsonObject;
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice | null;
  readonly outputSchema: OutputSchema | null;
  /** Asks for a vector of each text instead of an answer to `messages`. */
  readonly embed?: readonly string[];
  /** Asks for the probabilities of so many alternatives of each token. */
  readonly logprobs?: number;
}

/** One execution of one case by one candidate, one repeat. */
export interface Trial {
  /** `case/candidate/repeat`. Never split it: its parts stand beside it. */
  readonly id: string;
  readonly case: Case;
  /** Position of the case in the run's order, from 0. */
  readonly index: number;
  readonly candidate: string;
  /** From 1. */
  readonly repeat: number;
  readonly request: ModelRequest;
  /** `sha256:…` over provider, model, parameters, rendered messages, tools, repeat. */
  readonly fingerprint: string;
}
