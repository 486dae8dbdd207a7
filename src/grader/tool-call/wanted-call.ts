import type { Json, JsonObject } from "../../domain/json.ts";
import type { ToolCall } from "../../domain/message.ts";
import { quote } from "../grade.ts";
import type { Validate } from "../json-schema.ts";
import { sameJson, textForm } from "../text-form.ts";

/** A call that an answer should make. null: any arguments. */
export interface WantedCall {
  readonly name: string;
  readonly arguments: JsonObject | null;
  readonly validate: Validate | null;
}

/** Why a call is not the wanted one, in words; null: it is. A call whose arguments are no JSON object never is. */
export function whyNot(wanted: WantedCall, call: ToolCall, exact: boolean): string | null {
  if (call.name !== wanted.name) return `calls ${call.name}`;
  if (typeof call.arguments === "string") return `its arguments are not a JSON object: ${quote(call.arguments)}`;
  if (wanted.arguments !== null) {
    const difference = differenceIn(wanted.arguments, call.arguments, exact);
    if (difference !== null) return difference;
  }
  const mistake = wanted.validate?.(call.arguments) ?? null;
  return mistake === null ? null : `schema: ${mistake}`;
}

/** The first argument that differs. Order of keys never counts; `exact` false: keys that are not stated are free. */
function differenceIn(wanted: JsonObject, given: JsonObject, exact: boolean): string | null {
  for (const [key, value] of Object.entries(wanted)) {
    const actual = Object.hasOwn(given, key) ? given[key] : undefined;
    if (actual === undefined) return `argument ${key} is missing`;
    if (!(exact ? sameJson(actual, value) : holds(actual, value))) {
      return `argument ${key}: expected ${quote(textForm(value))}, got ${quote(textForm(actual))}`;
    }
  }
  const extra = exact ? Object.keys(given).find((key) => !Object.hasOwn(wanted, key)) : undefined;
  return extra === undefined ? null : `argument ${extra} is not wanted`;
}

/** Objects may hold more, at any depth; lists are whole. */
function holds(actual: Json, wanted: Json): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((item: Json, index) => holds((actual[index] ?? null) as Json, item))
    );
  }
  if (typeof wanted !== "object" || wanted === null) return actual === wanted;
  if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
  const given = actual as JsonObject;
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(given, key) && holds(given[key] ?? null, value));
}

export function describeCall({ name, arguments: given }: ToolCall): string {
  return `${name}(${typeof given === "string" ? given : JSON.stringify(given)})`;
}
