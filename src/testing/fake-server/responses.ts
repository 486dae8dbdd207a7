import type { JsonObject } from "../../domain/json.ts";
import { openaiError } from "./chat.ts";
import { pieces } from "./decide-reply.ts";
import type { FakeUsage, ResolvedReply, WireEvent, WireFormat } from "./types.ts";

/** OpenAI Responses. */
export const responses: WireFormat = {
  requestIdHeader: "x-request-id",

  json(reply) {
    return response(reply, output(reply), false);
  },

  events(reply) {
    const events: WireEvent[] = [];
    const push = (part: WireEvent["part"], type: string, fields: JsonObject) => {
      const data = JSON.stringify({ type, sequence_number: events.length, ...fields });
      events.push({ part, text: `event: ${type}\ndata: ${data}\n\n` });
    };
    const items = output(reply);
    push("opening", "response.created", { response: response(reply, [], true) });
    push("opening", "response.in_progress", { response: response(reply, [], true) });
    for (const [index, item] of items.entries()) {
      const place = { item_id: String(item.id), output_index: index };
      if (item.type === "function_call") {
        push("opening", "response.output_item.added", {
          output_index: index,
          item: { ...item, arguments: "", status: "in_progress" },
        });
        const whole = String(item.arguments);
        for (const piece of pieces(whole))
          push("content", "response.function_call_arguments.delta", { ...place, delta: piece });
        push("content", "response.function_call_arguments.done", { ...place, arguments: whole });
      } else {
        const refused = reply.finish === "refusal";
        const kind = refused ? "refusal" : "output_text";
        const key = refused ? "refusal" : "text";
        const within = { ...place, content_index: 0 };
        push("opening", "response.output_item.added", {
          output_index: index,
          item: { ...item, content: [], status: "in_progress" },
        });
        push("opening", "response.content_part.added", { ...within, part: part(refused, "") });
        for (const piece of pieces(reply.text)) push("content", `response.${kind}.delta`, { ...within, delta: piece });
        push("content", `response.${kind}.done`, { ...within, [key]: reply.text });
        push("content", "response.content_part.done", { ...within, part: part(refused, reply.text) });
      }
      push("content", "response.output_item.done", { output_index: index, item });
    }
    const last = reply.finish === "length" || reply.finish === "content_filter" ? "incomplete" : "completed";
    push("closing", `response.${last}`, { response: response(reply, items, false) });
    return events;
  },

  error: openaiError,
  errorEvent(error) {
    const { message = `fake error ${error.status}`, code = null } = error;
    return `event: error\ndata: ${JSON.stringify({ type: "error", sequence_number: 99, code, message, param: null })}\n\n`;
  },
};

function part(refused: boolean, text: string): JsonObject {
  return refused ? { type: "refusal", refusal: text } : { type: "output_text", text, annotations: [], logprobs: [] };
}

function output(reply: ResolvedReply): JsonObject[] {
  if (reply.empty) return [];
  const calls = reply.toolCalls.map((call, index) => ({
    id: `fc_${reply.id}_${index}`,
    type: "function_call",
    status: "completed",
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
  }));
  if (reply.text === "" && calls.length > 0) return calls;
  const status = reply.finish === "length" || reply.finish === "content_filter" ? "incomplete" : "completed";
  const content = [part(reply.finish === "refusal", reply.text)];
  return [{ id: `msg_${reply.id}`, type: "message", status, role: "assistant", content }, ...calls];
}

function response(reply: ResolvedReply, items: JsonObject[], opening: boolean): JsonObject {
  const cut =
    reply.finish === "length" ? "max_output_tokens" : reply.finish === "content_filter" ? "content_filter" : null;
  return {
    id: `resp_${reply.id}`,
    object: "response",
    created_at: 1_700_000_000,
    status: opening ? "in_progress" : (reply.rawFinish ?? (cut === null ? "completed" : "incomplete")),
    error: null,
    incomplete_details: opening || cut === null ? null : { reason: cut },
    model: reply.model,
    output: items,
    usage: opening || reply.usage === null ? null : usage(reply.usage),
  };
}

function usage(tokens: FakeUsage): JsonObject {
  return {
    input_tokens: tokens.input,
    input_tokens_details: {
      ...(tokens.cacheRead === undefined ? {} : { cached_tokens: tokens.cacheRead }),
      ...(tokens.cacheWrite === undefined ? {} : { cache_write_tokens: tokens.cacheWrite }),
    },
    output_tokens: tokens.output,
    output_tokens_details: tokens.reasoning === undefined ? {} : { reasoning_tokens: tokens.reasoning },
    total_tokens: tokens.input + tokens.output,
  };
}
