import type { JsonObject } from "../domain/json.ts";

/** What every line must have for anything to be said of it; throws a TypeError that names what is missing. */
export function requireTexts(line: JsonObject, keys: readonly string[]): void {
  for (const key of keys) if (typeof line[key] !== "string") throw new TypeError(`"${key}" is missing`);
}
