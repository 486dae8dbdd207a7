import type { JsonObject } from "../../domain/json.ts";
import type { Collector } from "../sdk-adapter.ts";
import { objectOf, textOf } from "../wire-value.ts";

/** Events of a Messages stream into the message that they are pieces of. */
export function messagesCollector(): Collector {
  const blocks = new Map<unknown, JsonObject>();
  let message: JsonObject = {};
  let usage: JsonObject | null = null;
  let ending: JsonObject | null = null;

  return {
    add(event) {
      switch (event.type) {
        case "message_start":
          message = objectOf(event.message) ?? {};
          usage = objectOf(message.usage);
          return false;
        case "content_block_start": {
          const block = objectOf(event.content_block) ?? {};
          // The input of a tool call comes as pieces of JSON text: the empty object at the start stands for none.
          blocks.set(event.index, block.type === "tool_use" ? { ...block, input: "" } : block);
          return block.type === "tool_use";
        }
        case "content_block_delta":
          return addDelta(blocks, event.index, objectOf(event.delta) ?? {});
        case "message_delta":
          ending = objectOf(event.delta);
          // Totals so far; what is null here was said at the start.
          usage = mergeKnown(usage, objectOf(event.usage));
          return false;
        default:
          return false;
      }
    },

    reply() {
      if (ending === null || textOf(ending.stop_reason) === null) return null;
      return { ...message, ...ending, content: [...blocks.values()], usage };
    },
  };
}

/** True when the delta is content: thinking is none. */
function addDelta(blocks: Map<unknown, JsonObject>, index: unknown, delta: JsonObject): boolean {
  const block = blocks.get(index);
  const text = textOf(delta.text);
  const json = textOf(delta.partial_json);
  if (block && text !== null) blocks.set(index, { ...block, text: (textOf(block.text) ?? "") + text });
  if (block && json !== null) blocks.set(index, { ...block, input: (textOf(block.input) ?? "") + json });
  return block !== undefined && Boolean(text || json);
}

function mergeKnown(before: JsonObject | null, after: JsonObject | null): JsonObject | null {
  if (!after) return before;
  const known = Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null));
  return { ...before, ...known };
}
