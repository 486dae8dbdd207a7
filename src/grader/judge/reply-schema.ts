import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutputSchema } from "../../domain/message.ts";

/** A strict schema of an object: every member required and no other, in this order: reasoning comes before a verdict. */
export function replySchema(name: string, members: Readonly<Record<string, JsonObject>>): OutputSchema {
  return { name, strict: true, schema: objectSchema(members) };
}

export function objectSchema(members: Readonly<Record<string, JsonObject>>): JsonObject {
  return {
    type: "object",
    properties: { ...members },
    required: Object.keys(members),
    additionalProperties: false,
  };
}

export const TEXT: JsonObject = { type: "string" };
export const YES_OR_NO: JsonObject = { type: "boolean" };

export function oneOfWords(words: readonly string[]): JsonObject {
  return { type: "string", enum: [...words] };
}

export function listOf(items: JsonObject): JsonObject {
  return { type: "array", items };
}

/** Whole numbers; an enumeration, which every API with structured output knows. */
export function wholeNumbers(low: number, high: number): JsonObject {
  const values: Json[] = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  return { type: "integer", enum: values };
}
