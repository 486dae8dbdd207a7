import { inputsOf } from "./embeddings.ts";
import { inputLength } from "./read-request.ts";
import type { FakeReply, FakeRequest, FakeUsage, ResolvedReply } from "./types.ts";

const ANSWER = /\[\[answer:([\s\S]*?)\]\]/;

/** The reply without a function: the X of `[[answer:X]]` in the last user message, else "ok". */
export function defaultReply(request: FakeRequest): FakeReply {
  return { text: ANSWER.exec(request.lastUserText)?.[1] ?? "ok" };
}

/**
 * Tokens by length, the same for the same request and reply: input = max(1, ceil(characters of all text parts / 4)),
 * output = ceil((characters of the text and of the tool calls' arguments) / 4), at least 1 unless nothing was written.
 */
export function estimateUsage(request: FakeRequest, written: string): FakeUsage {
  return {
    input: Math.max(1, Math.ceil(inputLength(request.api, request.body) / 4)),
    output: Math.ceil(written.length / 4),
  };
}

/** Fills in everything that a reply leaves open. */
export function resolveReply(reply: FakeReply, request: FakeRequest): ResolvedReply {
  const empty = reply.fault === "empty-choices";
  const toolCalls = (reply.toolCalls ?? []).map((call, index) => ({
    id: call.id ?? `call_${request.n}_${index}`,
    name: call.name,
    arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
  }));
  const text = empty ? "" : (reply.text ?? (toolCalls.length > 0 ? "" : "ok"));
  const written = text + toolCalls.map((call) => call.arguments).join("");
  return {
    id: `fake-${request.n}`,
    requestId: reply.requestId ?? `req_fake_${request.n}`,
    model: request.model,
    text,
    toolCalls: empty ? [] : toolCalls,
    finish: reply.finish ?? (toolCalls.length > 0 ? "tool_calls" : "stop"),
    rawFinish: reply.rawFinish,
    usage: reply.usage === undefined ? estimateUsage(request, written) : reply.usage,
    logprobs: reply.logprobs ?? null,
    inputs: request.api === "embeddings" && !empty ? inputsOf(request.body) : [],
    empty,
  };
}

const PIECES = 4;

/** A text cut into at most four pieces, as a stream would bring it; none for the empty text. */
export function pieces(text: string): readonly string[] {
  const size = Math.max(1, Math.ceil(text.length / PIECES));
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += size) parts.push(text.slice(at, at + size));
  return parts;
}
