import type { Json, JsonObject } from "../domain/json.ts";

/** The version of every kind of record that this program writes, and the newest that it reads. */
const VERSION = 1;

/** A value as a record of its kind (`evals.run`…); throws a TypeError when it is another, or of a newer version. */
export function recordOf(value: Json, kind: string): JsonObject {
  const record = value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  const schema = record?.schema;
  const version = typeof schema === "string" && schema.startsWith(`${kind}/`) ? schema.slice(kind.length + 1) : "";
  if (record === null || !/^[1-9]\d*$/.test(version)) throw new TypeError(`no ${kind}/${VERSION} record`);
  if (Number(version) > VERSION) throw new TypeError(`${schema} was written by a newer version of evals`);
  return record;
}
