import type { Json, JsonObject } from "../../domain/json.ts";
import { pieces } from "./decide-reply.ts";
import type { FakeFinish, FakeUsage, ResolvedReply, WireEvent, WireFormat } from "./types.ts";

// The API has no content filter that answers 200: it refuses.
const STOP: Readonly<Record<FakeFinish, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  refusal: "refusal",
};

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

/** Anthropic Messages. */
export const messages: WireFormat = {
  requestIdHeader: "request-id",

  json(reply) {
    const content: JsonObject[] = [];
    if (reply.text !== "") content.push({ type: "text", text: reply.text });
    // The real API sends objects alone; a string stays one, as a compatible server might do it.
    for (const call of reply.toolCalls)
      content.push({ type: "tool_use", id: call.id, name: call.name, input: parsed(call.arguments) });
    return message(reply, content, reply.rawFinish ?? STOP[reply.finish], reply.usage && usage(reply.usage));
  },

  events(reply) {
    const events: WireEvent[] = [];
    const push = (part: WireEvent["part"], type: string, fields: JsonObject) => {
      events.push({ part, text: `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n` });
    };
    const opening = reply.usage && { ...usage(reply.usage), output_tokens: Math.min(1, reply.usage.output) };
    push("opening", "message_start", { message: message(reply, [], null, opening) });
    push("opening", "ping", {});
    let index = 0;
    const block = (start: JsonObject, deltas: readonly JsonObject[]) => {
      push("opening", "content_block_start", { index, content_block: start });
      for (const delta of deltas) push("content", "content_block_delta", { index, delta });
      push("content", "content_block_stop", { index });
      index += 1;
    };
    if (reply.text !== "") {
      block(
        { type: "text", text: "" },
        pieces(reply.text).map((text) => ({ type: "text_delta", text })),
      );
    }
    for (const call of reply.toolCalls) {
      const deltas = pieces(call.arguments).map((partial_json) => ({ type: "input_json_delta", partial_json }));
      block({ type: "tool_use", id: call.id, name: call.name, input: {} }, deltas);
    }
    push("closing", "message_delta", {
      delta: { stop_reason: reply.rawFinish ?? STOP[reply.finish], stop_sequence: null },
      ...(reply.usage ? { usage: usage(reply.usage) } : {}),
    });
    push("closing", "message_stop", {});
    return events;
  },

  errorEvent(error, requestId) {
    return `event: error\ndata: ${JSON.stringify(messages.error(error, requestId))}\n\n`;
  },

  error(error, requestId) {
    const type = error.type ?? ERROR_TYPES[error.status] ?? "api_error";
    return {
      type: "error",
      error: { type, message: error.message ?? `fake error ${error.status}` },
      request_id: requestId,
    };
  },
};

function message(
  reply: ResolvedReply,
  content: JsonObject[],
  stop: string | null,
  tokens: JsonObject | null,
): JsonObject {
  return {
    id: `msg_${reply.id}`,
    type: "message",
    role: "assistant",
    model: reply.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    ...(tokens ? { usage: tokens } : {}),
  };
}

/** `input_tokens` excludes what was read from or written to the cache. */
function usage(tokens: FakeUsage): JsonObject {
  return {
    input_tokens: tokens.input - (tokens.cacheRead ?? 0) - (tokens.cacheWrite ?? 0),
    cache_read_input_tokens: tokens.cacheRead ?? null,
    cache_creation_input_tokens: tokens.cacheWrite ?? null,
    output_tokens: tokens.output,
    ...(tokens.reasoning === undefined ? {} : { output_tokens_details: { thinking_tokens: tokens.reasoning } }),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
