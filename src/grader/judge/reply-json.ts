import type { Json, JsonObject } from "../../domain/json.ts";
import { parseJson } from "../text-form.ts";
import { withoutThinking } from "./spoken-text.ts";

export type ReplyJson =
  | { readonly kind: "json"; readonly value: JsonObject }
  /** It means to be JSON and is not: what stands in it may be quoted, so that no line of it counts. */
  | { readonly kind: "broken" }
  /** Words, from a server that has no structured output. */
  | { readonly kind: "words" };

/** A structured reply: the whole of it is one object (in a code block or not). Nothing is searched for inside a text. */
export function replyJson(reply: string): ReplyJson {
  const text = withoutThinking(reply)
    .replace(/^\ufeff/, "")
    .trim();
  const inner = text.endsWith("```")
    ? text
        .replace(/^```(?:json)?[ \t]*\n/i, "")
        .slice(0, -3)
        .trim()
    : text;
  const block = inner.length < text.length - 3 ? inner : text;
  const parsed = parseJson(block);
  if (parsed.ok && isObject(parsed.value)) return { kind: "json", value: parsed.value };
  return /^(?:```(?:json)?\s*)?[{[]/i.test(text) ? { kind: "broken" } : { kind: "words" };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is a text; "" otherwise. */
export function textMember(value: JsonObject, key: string): string {
  const member = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof member === "string" ? member : "";
}

/** A member that is true or false; null otherwise. */
export function booleanMember(value: JsonObject, key: string): boolean | null {
  const member = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof member === "boolean" ? member : null;
}
