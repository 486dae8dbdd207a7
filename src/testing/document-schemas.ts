import { join } from "node:path";
import { snakeKey } from "../base/keys.ts";
import type { JsonObject } from "../domain/json.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * JSON Schema (draft 2020-12) of every document that the program writes, by name: made of the types in
 * `cli/documents.ts`, so that the two cannot differ. Takes seconds: it compiles them.
 */
export async function documentSchemas(): Promise<ReadonlyMap<string, JsonObject>> {
  const { createGenerator } = await import("ts-json-schema-generator");
  const made = createGenerator({
    path: join(ROOT, "src", "cli", "documents.ts"),
    tsconfig: join(ROOT, "tsconfig.json"),
    type: "Documents",
    expose: "export",
    topRef: false,
    sortProps: false,
    encodeRefs: false,
    // `tsc` does.
    skipTypeCheck: true,
  }).createSchema("Documents") as unknown as JsonObject;
  const definitions = mapValues(made.definitions as Record<string, JsonObject>, convert);
  const documents = Object.entries(made.properties as Record<string, JsonObject>);
  return new Map(documents.map(([name, schema]) => [name, documentSchema(name, convert(schema), definitions)]));
}

function documentSchema(name: string, stated: JsonObject, definitions: Record<string, JsonObject>): JsonObject {
  const { $ref, description, ...own } = stated;
  const { description: _, ...body } = typeof $ref === "string" ? (definitions[nameOf($ref)] ?? {}) : own;
  const used = new Set<string>();
  collect(body, definitions, used);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:evals:schema:${name}`,
    title: `evals ${name.replaceAll("-", " ")}`,
    ...(description === undefined ? {} : { description }),
    ...body,
    $defs: Object.fromEntries(Object.entries(definitions).filter(([key]) => used.has(key))),
  };
}

const nameOf = (reference: string) => reference.replace("#/$defs/", "");

/** Names of the definitions that a schema needs, those of its definitions among them. */
function collect(schema: unknown, definitions: Record<string, JsonObject>, used: Set<string>): void {
  if (schema === null || typeof schema !== "object") return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref" && typeof value === "string") {
      const name = nameOf(value);
      if (used.has(name)) continue;
      used.add(name);
      collect(definitions[name], definitions, used);
    } else collect(value, definitions, used);
  }
}

/** Draft-07 of camelCase types to draft 2020-12 of snake_case keys. */
function convert(schema: JsonObject): JsonObject {
  const converted: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties") converted.properties = snakeProperties(value as Record<string, JsonObject>);
    else if (keyword === "required") converted.required = (value as string[]).map(snakeKey).sort();
    else if (keyword === "$ref") converted.$ref = String(value).replace("#/definitions/", "#/$defs/");
    else if (keyword === "anyOf" || keyword === "allOf") converted[keyword] = (value as JsonObject[]).map(convert);
    else if (keyword === "items" && Array.isArray(value)) {
      converted.prefixItems = (value as JsonObject[]).map(convert);
      converted.items = false;
    } else if (["items", "additionalProperties", "not"].includes(keyword) && isObject(value))
      converted[keyword] = convert(value);
    else if (KEPT.has(keyword)) converted[keyword] = value;
    else throw new Error(`the converter does not know "${keyword}"`);
  }
  return converted;
}

const KEPT = new Set(
  "type const enum description pattern format minimum maximum minItems maxItems additionalProperties items".split(" "),
);

/** The kind of a document first. */
function snakeProperties(properties: Record<string, JsonObject>): JsonObject {
  const renamed = Object.entries(properties).map(([key, value]) => [snakeKey(key), convert(value)] as const);
  if (new Set(renamed.map(([key]) => key)).size < renamed.length) throw new Error("two properties of one name");
  return Object.fromEntries(renamed.sort(([a], [b]) => Number(b === "schema") - Number(a === "schema")));
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
