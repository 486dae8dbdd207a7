import type { JsonObject } from "../domain/json.ts";
import type { ToolCall } from "../domain/message.ts";
import { isJsonObject } from "./rows/row.ts";

/**
 * A tool call as people and APIs write it: `{id?, name, arguments}`, or `{id, type, function: {name, arguments}}`.
 * Arguments are an object or its JSON; a text that is no JSON object stays text. Null when it is no tool call.
 */
export function readToolCall(value: unknown): ToolCall | null {
  if (!isJsonObject(value)) return null;
  const body = isJsonObject(value.function) ? value.function : value;
  const { name } = body;
  if (typeof name !== "string" || name === "") return null;
  const id = typeof value.id === "string" ? value.id : null;
  const given = body.arguments ?? {};
  if (isJsonObject(given)) return { id, name, arguments: given };
  return typeof given === "string" ? { id, name, arguments: parseArguments(given) } : null;
}

/** The arguments of a call as an API writes them; empty text is no arguments. */
export function parseArguments(text: string): JsonObject | string {
  if (text.trim() === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : text;
  } catch {
    return text;
  }
}
