import type { Json, JsonObject } from "../../domain/json.ts";
import { openaiError } from "./chat.ts";
import type { WireFormat } from "./types.ts";

const DIMENSIONS = 64;

/** OpenAI Embeddings: counts of hashed words, so that texts with words in common are alike. */
export const embeddings: WireFormat = {
  requestIdHeader: "x-request-id",
  json: (reply) => ({
    object: "list",
    data: reply.inputs.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) })),
    model: reply.model,
    ...(reply.usage ? { usage: { prompt_tokens: reply.usage.input, total_tokens: reply.usage.input } } : {}),
  }),
  events: () => [],
  error: openaiError,
  errorEvent: () => "",
};

/** The texts of an embeddings request. */
export function inputsOf(body: JsonObject): readonly string[] {
  const input: Json | undefined = body.input;
  const list = Array.isArray(input) ? input : [input];
  return list.filter((text) => typeof text === "string");
}

function vectorOf(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
    const at = hash % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}
