import { BadReply } from "../http-failure.ts";
import type { WireApi } from "../sdk-adapter.ts";
import { countOf, objectOf, objectsOf, textOf } from "../wire-value.ts";

/** OpenAI Embeddings, and what compatible servers make of it. `params` (`dimensions`) go along as written. */
export const embeddingsApi: WireApi = {
  path: "/embeddings",
  streams: false,

  request: ({ embed = [], params }, model) => ({
    ...withoutChat(params),
    model: model.model ?? "",
    input: [...embed],
    // Numbers, not base64: every compatible server knows them.
    encoding_format: "float",
  }),

  answer(reply) {
    const rows = objectsOf(reply.data);
    if (rows.length === 0) throw new BadReply("the answer has no embeddings", reply);
    const ordered = [...rows].sort((a, b) => (countOf(a.index) ?? 0) - (countOf(b.index) ?? 0));
    const embeddings = ordered.map(({ embedding }) => {
      const isVector = Array.isArray(embedding) && embedding.every((value) => typeof value === "number");
      if (!isVector) throw new BadReply("an embedding is no list of numbers", reply);
      return embedding as number[];
    });
    return {
      text: "",
      toolCalls: [],
      finishReason: "stop",
      rawFinishReason: null,
      responseId: textOf(reply.id),
      embeddings,
    };
  },

  usage(reply) {
    const usage = objectOf(reply.usage);
    const inputTokens = countOf(usage?.prompt_tokens) ?? countOf(usage?.total_tokens);
    return {
      inputTokens,
      // Nothing is written: that much is known.
      outputTokens: inputTokens === null ? null : 0,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
    };
  },

  collect: () => ({ add: () => false, reply: () => null }),
};

/** Settings of chat that a model shared with a judge may state. */
function withoutChat<T extends Readonly<Record<string, unknown>>>(params: T): Partial<T> {
  const chat = new Set(["max_tokens", "max_completion_tokens", "max_output_tokens", "temperature", "top_p"]);
  return Object.fromEntries(Object.entries(params).filter(([key]) => !chat.has(key))) as Partial<T>;
}
