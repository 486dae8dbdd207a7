import { readToolCall } from "../../base/read-tool-call.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { parseJson } from "../text-form.ts";
import type { WantedCall } from "./wanted-call.ts";

/** A call as a suite states it. */
export interface StatedCall {
  readonly name: string;
  readonly arguments?: JsonObject;
  readonly schema?: JsonObject | boolean;
}

/**
 * The calls that a case expects: a list of `{name, arguments}` (or names), one of them, or the JSON of either; an
 * empty list: no call at all. Without `arguments` any will do. null where it states no calls.
 */
export function readExpectedCalls(expected: Json): readonly WantedCall[] | null {
  if (typeof expected === "string") {
    const parsed = parseJson(expected);
    if (parsed.ok && typeof parsed.value === "object" && parsed.value !== null) return readExpectedCalls(parsed.value);
  }
  const calls = (Array.isArray(expected) ? expected : [expected]).map(readCall);
  const read = calls.filter((call) => call !== null);
  return read.length < calls.length ? null : read;
}

function readCall(value: Json): WantedCall | null {
  if (typeof value === "string") {
    return /^[\w.:/-]{1,128}$/.test(value) ? { name: value, arguments: null, validate: null } : null;
  }
  const call = readToolCall(value);
  if (call === null || typeof call.arguments === "string") return null;
  const body = (value as JsonObject).function ?? value;
  return {
    name: call.name,
    arguments: Object.hasOwn(body as JsonObject, "arguments") ? call.arguments : null,
    validate: null,
  };
}
