import { readToolCall } from "../base/read-tool-call.ts";
import { kindOf } from "../base/rows/jsonl.ts";
import { isJsonObject } from "../base/rows/row.ts";
import type { ToolCall } from "../domain/message.ts";
import type { FinishReason, Usage } from "../domain/output.ts";
import type { Sent } from "./adapter.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";
import { finishWithCalls } from "./tool-call.ts";

/** What a user's program (or a recording of one) says of its own call. */
export type ProgramOutput = Pick<Sent, "answer" | "usage" | "costUsd" | "latencyMs" | "firstTokenMs">;

/** An output that is not of the shape; the message says what it should be. */
export class ProgramOutputError extends Error {}

const FINISH_REASONS: ReadonlySet<string> = new Set<FinishReason>([
  "stop",
  "length",
  "tool_calls",
  "content_filter",
  "refusal",
  "context_length",
  "malformed_tool_call",
  "other",
]);

/** Whether an object is an output: it says what was answered. */
export function isOutputObject(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    (Object.hasOwn(value, "text") || Object.hasOwn(value, "tool_calls") || Object.hasOwn(value, "embeddings"))
  );
}

/**
 * Text, or `{text, tool_calls?, finish_reason?, usage?, cost_usd?, latency_ms?, first_token_ms?}`. What is not stated
 * stays unknown.
 * @throws ProgramOutputError
 */
export function readProgramOutput(value: unknown): ProgramOutput {
  if (typeof value === "string") return { answer: answerOf(value, [], null), usage: UNKNOWN_USAGE };
  if (!isJsonObject(value)) throw new ProgramOutputError(`an output is text or {text, …}, not ${kindOf(value)}`);
  if (!isOutputObject(value)) {
    const keys = Object.keys(value).slice(0, 10).join(", ");
    throw new ProgramOutputError(`an output object has \`text\` or \`tool_calls\`; this one has ${keys || "no keys"}`);
  }
  const text = value.text ?? "";
  if (typeof text !== "string") throw new ProgramOutputError(`\`text\` should be text, not ${kindOf(text)}`);
  const finish = value.finish_reason ?? null;
  if (finish !== null && typeof finish !== "string")
    throw new ProgramOutputError(`\`finish_reason\` should be text, not ${kindOf(finish)}`);
  const answer = answerOf(text, readToolCalls(value.tool_calls), finish);
  const output: ProgramOutput = {
    answer: value.embeddings === undefined ? answer : { ...answer, embeddings: readEmbeddings(value.embeddings) },
    usage: readUsage(value.usage),
  };
  return { ...output, ...readFacts(value) };
}

/** `cost_usd`, `latency_ms` and `first_token_ms`, those that are stated; null is a statement too: unknown. */
export function readFacts(value: {
  readonly [key: string]: unknown;
}): Pick<ProgramOutput, "costUsd" | "latencyMs" | "firstTokenMs"> {
  return {
    ...(value.cost_usd === undefined ? {} : { costUsd: readAmount(value.cost_usd, "cost_usd") }),
    ...(value.latency_ms === undefined ? {} : { latencyMs: readAmount(value.latency_ms, "latency_ms") }),
    ...(value.first_token_ms === undefined ? {} : { firstTokenMs: readAmount(value.first_token_ms, "first_token_ms") }),
  };
}

/** Tokens as stated; what is not stated is unknown. */
export function readUsage(value: unknown): Usage {
  if (value === undefined || value === null) return UNKNOWN_USAGE;
  if (!isJsonObject(value))
    throw new ProgramOutputError(`\`usage\` should be an object of token counts, not ${kindOf(value)}`);
  const tokens = (name: string) => readAmount(value[name] ?? null, `usage.${name}`);
  return {
    inputTokens: tokens("input_tokens"),
    outputTokens: tokens("output_tokens"),
    cacheReadTokens: tokens("cache_read_tokens"),
    cacheWriteTokens: tokens("cache_write_tokens"),
    reasoningTokens: tokens("reasoning_tokens"),
  };
}

function readToolCalls(value: unknown): readonly ToolCall[] {
  if (value === undefined || value === null) return [];
  const calls = Array.isArray(value) ? value.map(readToolCall) : [null];
  if (calls.includes(null))
    throw new ProgramOutputError(
      "`tool_calls` should be a list of {id, name, arguments}, the arguments an object or its JSON",
    );
  return calls as ToolCall[];
}

function readEmbeddings(value: unknown): readonly (readonly number[])[] {
  const isVector = (one: unknown) => Array.isArray(one) && one.every((item) => Number.isFinite(item));
  if (!Array.isArray(value) || !value.every(isVector))
    throw new ProgramOutputError("`embeddings` should be a list of lists of numbers, one for each text of `embed`");
  return value as number[][];
}

function answerOf(text: string, toolCalls: readonly ToolCall[], stated: string | null): Sent["answer"] {
  const known = stated === null ? "stop" : FINISH_REASONS.has(stated) ? (stated as FinishReason) : "other";
  return {
    text,
    toolCalls,
    finishReason: finishWithCalls(known, toolCalls),
    rawFinishReason: stated,
    responseId: null,
  };
}

function readAmount(value: unknown, name: string): number | null {
  if (value === null) return null;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw new ProgramOutputError(`\`${name}\` should be a number of 0 or more, not ${JSON.stringify(value)}`);
}
