import type { Json, JsonObject } from "../../domain/json.ts";
import { pieces } from "./decide-reply.ts";
import type { FakeFinish, FakeUsage, ResolvedReply, WireEvent, WireFormat } from "./types.ts";

// The API has no finish reason of its own for a refusal: it is a `stop` with `message.refusal`.
const FINISH: Readonly<Record<FakeFinish, string>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool_calls",
  content_filter: "content_filter",
  refusal: "stop",
};

/** OpenAI Chat Completions. */
export const chat: WireFormat = {
  requestIdHeader: "x-request-id",

  json(reply) {
    const { refused, said } = textsOf(reply);
    const message: JsonObject = { role: "assistant", content: said, refusal: refused, annotations: [] };
    if (reply.toolCalls.length > 0) message.tool_calls = reply.toolCalls.map(toolCall);
    const choice = {
      index: 0,
      message,
      logprobs: logprobsOf(reply),
      finish_reason: reply.rawFinish ?? FINISH[reply.finish],
    };
    return {
      id: `chatcmpl-${reply.id}`,
      object: "chat.completion",
      created: 1_700_000_000,
      model: reply.model,
      choices: reply.empty ? [] : [choice],
      ...(reply.usage ? { usage: usage(reply.usage) } : {}),
      system_fingerprint: null,
    };
  },

  events(reply, request) {
    const options = request.body.stream_options;
    const withUsage =
      typeof options === "object" && options !== null && !Array.isArray(options) && options.include_usage === true;
    const events: WireEvent[] = [];
    const push = (part: WireEvent["part"], choices: Json[], total: Json = null) => {
      const chunk: JsonObject = {
        id: `chatcmpl-${reply.id}`,
        object: "chat.completion.chunk",
        created: 1_700_000_000,
        model: reply.model,
        system_fingerprint: null,
        choices,
        ...(withUsage ? { usage: total } : {}),
      };
      events.push({ part, text: `data: ${JSON.stringify(chunk)}\n\n` });
    };
    const delta = (content: JsonObject, finish: string | null = null): Json[] => [
      { index: 0, delta: content, logprobs: null, finish_reason: finish },
    ];
    if (!reply.empty) {
      const { refused, said } = textsOf(reply);
      push("opening", delta({ role: "assistant", content: said === null ? null : "", refusal: null }));
      for (const piece of pieces(said ?? "")) push("content", delta({ content: piece }));
      for (const piece of pieces(refused ?? "")) push("content", delta({ refusal: piece }));
      for (const [index, call] of reply.toolCalls.entries()) {
        push(
          "content",
          delta({
            tool_calls: [{ index, id: call.id, type: "function", function: { name: call.name, arguments: "" } }],
          }),
        );
        for (const piece of pieces(call.arguments)) {
          push("content", delta({ tool_calls: [{ index, function: { arguments: piece } }] }));
        }
      }
      if (reply.logprobs) push("content", [{ index: 0, delta: {}, logprobs: logprobsOf(reply), finish_reason: null }]);
      push("closing", delta({}, reply.rawFinish ?? FINISH[reply.finish]));
    }
    if (withUsage && reply.usage) push("closing", [], usage(reply.usage));
    events.push({ part: "closing", text: "data: [DONE]\n\n" });
    return events;
  },

  error: openaiError,
  errorEvent: (error) => `data: ${JSON.stringify(openaiError(error))}\n\n`,
};

/** The error body that both OpenAI APIs share. */
export function openaiError(error: { status: number; message?: string; type?: string; code?: string }): JsonObject {
  return {
    error: {
      message: error.message ?? `fake error ${error.status}`,
      type: error.type ?? (error.status >= 500 ? "server_error" : "invalid_request_error"),
      param: null,
      code: error.code ?? null,
    },
  };
}

function logprobsOf({ logprobs }: ResolvedReply): Json {
  return logprobs === null ? null : { content: [...logprobs], refusal: null };
}

function textsOf(reply: ResolvedReply): { refused: string | null; said: string | null } {
  if (reply.finish === "refusal") return { refused: reply.text, said: null };
  return { refused: null, said: reply.text === "" && reply.toolCalls.length > 0 ? null : reply.text };
}

function toolCall(call: ResolvedReply["toolCalls"][number]): JsonObject {
  return { id: call.id, type: "function", function: { name: call.name, arguments: call.arguments } };
}

function usage(tokens: FakeUsage): JsonObject {
  return {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
    ...(tokens.cacheRead === undefined && tokens.cacheWrite === undefined
      ? {}
      : {
          prompt_tokens_details: {
            ...(tokens.cacheRead === undefined ? {} : { cached_tokens: tokens.cacheRead }),
            ...(tokens.cacheWrite === undefined ? {} : { cache_write_tokens: tokens.cacheWrite }),
          },
        }),
    ...(tokens.reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: tokens.reasoning } }),
  };
}
