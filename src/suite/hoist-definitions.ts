import type { Json, JsonObject } from "../domain/json.ts";
import { isRecord } from "./path.ts";

/** Shorter ones are easier to read in place. */
const WORTH_A_NAME = 120;
const STRUCTURE = new Set([
  "anyOf",
  "oneOf",
  "allOf",
  "items",
  "properties",
  "additionalProperties",
  "propertyNames",
  "$defs",
]);

function isSchema(node: unknown): node is JsonObject {
  if (!isRecord(node)) return false;
  return (
    typeof node.type === "string" || Array.isArray(node.type) || Array.isArray(node.anyOf) || Array.isArray(node.oneOf)
  );
}

function members(node: Json): [string, Json][] {
  if (Array.isArray(node)) return node.map((item) => ["", item]);
  return isRecord(node) ? (Object.entries(node) as [string, Json][]) : [];
}

/**
 * Moves every schema that stands in several places to `$defs`, under the name of the key where it stands first. The
 * models and graders share most of their keys: written out each time they are most of a file that people read too.
 */
export function hoistDefinitions(root: JsonObject): JsonObject {
  const seen = new Map<string, number>();
  const count = (node: Json): void => {
    if (isSchema(node)) {
      const text = JSON.stringify(node);
      const before = seen.get(text) ?? 0;
      seen.set(text, before + 1);
      // What is inside a repeated schema repeats with it: that alone earns it no name.
      if (before > 0) return;
    }
    for (const [, member] of members(node)) count(member);
  };
  count(root);

  const { $defs = {}, ...rest } = root;
  const definitions: JsonObject = {};
  const nameOf = new Map<string, string>();
  const taken = new Set(Object.keys($defs as JsonObject));

  const replace = (node: Json, name: string, top = false): Json => {
    if (Array.isArray(node)) return node.map((item) => replace(item, name));
    if (!isRecord(node)) return node;
    const text = isSchema(node) && !top ? JSON.stringify(node) : "";
    if (text.length < WORTH_A_NAME || (seen.get(text) ?? 0) < 2) return inside(node as JsonObject, name);
    let known = nameOf.get(text);
    if (known === undefined) {
      known = name;
      for (let n = 2; taken.has(known); n++) known = `${name}_${n}`;
      taken.add(known);
      nameOf.set(text, known);
      definitions[known] = inside(node as JsonObject, name);
    }
    return { $ref: `#/$defs/${known}` };
  };
  const inside = (node: JsonObject, name: string): JsonObject =>
    Object.fromEntries(
      Object.entries(node).map(([key, member]) => [key, replace(member, STRUCTURE.has(key) ? name : key)]),
    );

  const body = inside(rest, "suite");
  const own = Object.entries($defs as JsonObject).map(([key, member]) => [key, replace(member, key, true)] as const);
  return { ...body, $defs: { ...Object.fromEntries(own), ...definitions } };
}
