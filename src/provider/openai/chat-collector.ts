import type { Json } from "../../domain/json.ts";
import type { Collector } from "../sdk-adapter.ts";
import { contentText, objectOf, objectsOf, textOf } from "../wire-value.ts";

interface CollectedCall {
  id: string | null;
  name: string;
  arguments: string;
}

/** Chunks of a Chat Completions stream into the completion that they are pieces of. Further choices are left out. */
export function chatCollector(): Collector {
  const calls = new Map<number, CollectedCall>();
  let id: string | null = null;
  let content = "";
  let refusal = "";
  let finish: string | null = null;
  let usage: Json = null;
  const logprobs: Json[] = [];

  return {
    add(event) {
      id ??= textOf(event.id);
      // The last chunk has the totals, and no choices.
      usage = objectOf(event.usage) ?? usage;
      const choice = objectsOf(event.choices).find((each) => (each.index ?? 0) === 0);
      const delta = objectOf(choice?.delta);
      finish = textOf(choice?.finish_reason) ?? finish;
      const said = contentText(delta?.content);
      const refused = textOf(delta?.refusal) ?? "";
      logprobs.push(...objectsOf(objectOf(choice?.logprobs)?.content));
      content += said;
      refusal += refused;
      const pieces = objectsOf(delta?.tool_calls);
      for (const piece of pieces) {
        const made = objectOf(piece.function);
        // Servers that send whole calls may leave the index out: an id starts a new one.
        const index =
          typeof piece.index === "number" ? piece.index : textOf(piece.id) ? calls.size : Math.max(0, calls.size - 1);
        const call = calls.get(index) ?? { id: null, name: "", arguments: "" };
        calls.set(index, {
          id: call.id ?? textOf(piece.id),
          name: call.name + (textOf(made?.name) ?? ""),
          arguments: call.arguments + (textOf(made?.arguments) ?? ""),
        });
      }
      return said !== "" || refused !== "" || pieces.length > 0;
    },

    reply() {
      if (finish === null) return null;
      const ordered = [...calls].sort(([a], [b]) => a - b);
      const toolCalls = ordered.map(([, call]) => ({
        id: call.id,
        function: { name: call.name, arguments: call.arguments },
      }));
      return {
        id,
        choices: [
          {
            message: { content, refusal: refusal || null, tool_calls: toolCalls },
            finish_reason: finish,
            logprobs: { content: logprobs },
          },
        ],
        usage,
      };
    },
  };
}
