import type { ToolCall } from "./message.ts";

export type FinishReason =
  | "stop"
  | "length"
  | "tool_calls"
  | "content_filter"
  | "refusal"
  | "context_length"
  | "malformed_tool_call"
  | "other";

/** What a model said. */
export interface Answer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string | null;
  readonly responseId: string | null;
  /** One vector for each text of an `embed` request. */
  readonly embeddings?: readonly (readonly number[])[];
  /** Token by token, where `logprobs` was asked for and the API gives them. */
  readonly logprobs?: readonly TokenLogprob[];
}

/** Natural logarithms. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  /** The likeliest alternatives, the token itself among them. */
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

/** Tokens of one call; null: the API did not say. Never 0 for unknown. */
export interface Usage {
  /** Everything read, cache reads and writes included. */
  readonly inputTokens: number | null;
  /** Everything written, reasoning included. */
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
}

export type ErrorKind =
  | "auth"
  | "invalid_request"
  | "not_found"
  | "rate_limit"
  | "overloaded"
  | "server"
  | "network"
  | "timeout"
  | "bad_response"
  | "budget"
  | "aborted"
  | "no_recorded_output";

export interface CallError {
  readonly kind: ErrorKind;
  /** One line, secrets masked. */
  readonly message: string;
  readonly httpStatus: number | null;
  readonly retryable: boolean;
}

/** One request that went out (or tried to). */
export interface Attempt {
  /** UTC, RFC 3339 with milliseconds. */
  readonly startedAt: string;
  readonly ms: number;
  /** HTTP status; null where there was none. */
  readonly status: number | null;
  readonly errorKind: ErrorKind | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
}

/** What is known of a call whichever way it went. Times in milliseconds on a monotonic clock. */
export interface CallFacts {
  readonly usage: Usage;
  /** What the call is worth in USD; null: the price or the usage is unknown. */
  readonly costUsd: number | null;
  /** Waiting in our own queue, all attempts together. */
  readonly queueMs: number;
  /** Replayed from the response cache. */
  readonly cached: boolean;
  readonly attempts: readonly Attempt[];
}

/** The answer of a provider. A provider never rejects: failures are `status: "error"`. */
export type Reply =
  | (CallFacts & {
      readonly status: "ok";
      readonly answer: Answer;
      /** The successful attempt alone, from sending the request to its last byte; null: recorded without one. */
      readonly latencyMs: number | null;
      /** Where it streams: from sending to the first piece of content. */
      readonly firstTokenMs: number | null;
    })
  | (CallFacts & { readonly status: "error"; readonly error: CallError });

/** One line of `outputs.jsonl`: a reply with the trial it belongs to. */
export type Output = Reply & {
  readonly trial: string;
  readonly fingerprint: string;
  readonly caseId: string;
  readonly candidate: string;
  readonly repeat: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Id of the run that it was taken from (`--reuse`); absent: this run's own. */
  readonly reusedFrom?: string;
};
