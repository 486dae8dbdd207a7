import { parseArguments } from "../../base/read-tool-call.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { FinishReason } from "../../domain/output.ts";
import { BadReply, StatedFailure } from "../http-failure.ts";
import type { Collector, WireApi } from "../sdk-adapter.ts";
import { finishWithCalls } from "../tool-call.ts";
import { countOf, objectOf, objectsOf, textOf } from "../wire-value.ts";
import { responsesRequest } from "./responses-request.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  completed: "stop",
  max_output_tokens: "length",
  content_filter: "content_filter",
};

/** OpenAI Responses. */
export const responsesApi: WireApi = {
  path: "/responses",
  request: responsesRequest,
  collect: responsesCollector,

  answer(reply) {
    const status = textOf(reply.status);
    if (!Array.isArray(reply.output)) throw new BadReply("the answer has no output", reply);
    if (status === "queued" || status === "in_progress")
      throw new BadReply(`the answer is not finished: ${status}`, reply);
    const output = objectsOf(reply.output);
    const raw = textOf(objectOf(reply.incomplete_details)?.reason) ?? status;
    const finish = FINISH[raw ?? ""] ?? "other";
    // Output tokens without output are an answer that is empty; without them nothing was answered.
    if (output.length === 0 && finish === "stop" && !objectOf(reply.usage)?.output_tokens) {
      throw new BadReply("the answer has no output", reply);
    }
    const parts = output.filter((item) => item.type === "message").flatMap((item) => objectsOf(item.content));
    const toolCalls = output
      .filter((item) => item.type === "function_call")
      .map((item) => ({
        id: textOf(item.call_id),
        name: textOf(item.name) ?? "",
        arguments: parseArguments(textOf(item.arguments) ?? ""),
      }));
    const refusal = parts.map((part) => textOf(part.refusal) ?? "").join("");
    return {
      text: refusal || parts.map((part) => textOf(part.text) ?? "").join(""),
      toolCalls,
      finishReason: refusal ? "refusal" : finishWithCalls(finish, toolCalls),
      rawFinishReason: raw,
      responseId: textOf(reply.id),
    };
  },

  usage(reply) {
    const usage = objectOf(reply.usage);
    const input = objectOf(usage?.input_tokens_details);
    return {
      inputTokens: countOf(usage?.input_tokens),
      outputTokens: countOf(usage?.output_tokens),
      cacheReadTokens: countOf(input?.cached_tokens),
      cacheWriteTokens: countOf(input?.cache_write_tokens),
      reasoningTokens: countOf(objectOf(usage?.output_tokens_details)?.reasoning_tokens),
    };
  },
};

const CONTENT = new Set([
  "response.output_text.delta",
  "response.refusal.delta",
  "response.function_call_arguments.delta",
]);
const LAST = new Set(["response.completed", "response.incomplete", "response.failed"]);

/** The last event carries the whole response: the pieces before it only tell when content came. */
function responsesCollector(): Collector {
  let response: JsonObject | null = null;
  return {
    add(event) {
      const type = textOf(event.type) ?? "";
      if (type === "error") throw new StatedFailure(event);
      if (LAST.has(type)) response = objectOf(event.response);
      return CONTENT.has(type);
    },
    reply: () => response,
  };
}
