import { parseArguments } from "../../base/read-tool-call.ts";
import type { FinishReason } from "../../domain/output.ts";
import { BadReply } from "../http-failure.ts";
import type { WireApi } from "../sdk-adapter.ts";
import { finishWithCalls } from "../tool-call.ts";
import { countOf, objectOf, objectsOf, textOf } from "../wire-value.ts";
import { messagesCollector } from "./messages-collector.ts";
import { messagesRequest } from "./messages-request.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  tool_use: "tool_calls",
  refusal: "refusal",
  model_context_window_exceeded: "context_length",
};

/** Anthropic Messages. */
export const messagesApi: WireApi = {
  // Posted directly: `messages.create` prints a warning for every call to an ageing model, and refuses large max_tokens.
  path: "/v1/messages",
  request: messagesRequest,
  collect: messagesCollector,

  answer(reply) {
    const raw = textOf(reply.stop_reason);
    const finish = FINISH[raw ?? ""] ?? "other";
    const content = objectsOf(reply.content);
    if (!Array.isArray(reply.content)) throw new BadReply("the answer has no content", reply);
    // Output tokens without content are an answer that is empty, which this API gives; without them nothing was answered.
    if (content.length === 0 && (finish === "stop" || raw === null) && !objectOf(reply.usage)?.output_tokens) {
      throw new BadReply("the answer has no content", reply);
    }
    const toolCalls = content
      .filter((block) => block.type === "tool_use")
      .map((block) => ({
        id: textOf(block.id),
        name: textOf(block.name) ?? "",
        arguments: objectOf(block.input) ?? parseArguments(textOf(block.input) ?? JSON.stringify(block.input ?? "")),
      }));
    const text = content.map((block) => (block.type === "text" ? (textOf(block.text) ?? "") : "")).join("");
    return {
      text: text || (finish === "refusal" ? (textOf(objectOf(reply.stop_details)?.explanation) ?? "") : ""),
      toolCalls,
      finishReason: finishWithCalls(finish, toolCalls),
      rawFinishReason: raw,
      responseId: textOf(reply.id),
    };
  },

  usage(reply) {
    const usage = objectOf(reply.usage);
    const uncached = countOf(usage?.input_tokens);
    const cacheReadTokens = countOf(usage?.cache_read_input_tokens);
    const cacheWriteTokens = countOf(usage?.cache_creation_input_tokens);
    return {
      // `input_tokens` leaves out what went through the cache.
      inputTokens: uncached === null ? null : uncached + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
      outputTokens: countOf(usage?.output_tokens),
      cacheReadTokens,
      cacheWriteTokens,
      reasoningTokens: countOf(objectOf(usage?.output_tokens_details)?.thinking_tokens),
    };
  },
};
