import { parseArguments } from "../../base/read-tool-call.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { ToolCall } from "../../domain/message.ts";
import type { FinishReason, TokenLogprob } from "../../domain/output.ts";
import { BadReply } from "../http-failure.ts";
import type { WireApi } from "../sdk-adapter.ts";
import { finishWithCalls } from "../tool-call.ts";
import { contentText, countOf, objectOf, objectsOf, textOf } from "../wire-value.ts";
import { chatCollector } from "./chat-collector.ts";
import { chatRequest } from "./chat-request.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool_calls",
  function_call: "tool_calls",
  content_filter: "content_filter",
};

/** OpenAI Chat Completions. */
export const chatApi: WireApi = {
  path: "/chat/completions",
  request: chatRequest,
  collect: chatCollector,

  answer(reply) {
    const choice = objectsOf(reply.choices)[0];
    const message = objectOf(choice?.message);
    if (!choice || !message) throw new BadReply("the answer has no choices", reply);
    const raw = textOf(choice.finish_reason);
    const toolCalls = objectsOf(message.tool_calls).map(toToolCall);
    const refusal = textOf(message.refusal);
    const finish = refusal ? "refusal" : finishWithCalls(FINISH[raw ?? ""] ?? "other", toolCalls);
    return {
      text: refusal || contentText(message.content),
      toolCalls,
      finishReason: finish,
      rawFinishReason: raw,
      responseId: textOf(reply.id),
      ...readLogprobs(choice.logprobs),
    };
  },

  usage(reply) {
    const usage = objectOf(reply.usage);
    const input = objectOf(usage?.prompt_tokens_details);
    const output = objectOf(usage?.completion_tokens_details);
    return {
      inputTokens: countOf(usage?.prompt_tokens),
      outputTokens: countOf(usage?.completion_tokens),
      cacheReadTokens: countOf(input?.cached_tokens),
      cacheWriteTokens: countOf(input?.cache_write_tokens),
      reasoningTokens: countOf(output?.reasoning_tokens),
    };
  },
};

/** Nothing where there are none: most answers were not asked for them. */
function readLogprobs(written: Json | undefined): { logprobs?: readonly TokenLogprob[] } {
  const tokens = objectsOf(objectOf(written)?.content);
  const one = ({ token, logprob }: JsonObject) => ({
    token: textOf(token) ?? "",
    logprob: typeof logprob === "number" ? logprob : Number.NEGATIVE_INFINITY,
  });
  if (tokens.length === 0) return {};
  return { logprobs: tokens.map((token) => ({ ...one(token), top: objectsOf(token.top_logprobs).map(one) })) };
}

function toToolCall(call: JsonObject): ToolCall {
  const made = objectOf(call.function);
  const written = made?.arguments;
  return {
    id: textOf(call.id),
    name: textOf(made?.name) ?? "",
    // Ollama's own servers and a few others send the object itself.
    arguments: objectOf(written) ?? parseArguments(textOf(written) ?? ""),
  };
}
