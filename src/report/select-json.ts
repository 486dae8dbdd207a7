import { toSnakeKeys } from "../base/keys.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Selection } from "../domain/selection.ts";

/** Their keys are metrics' names. */
const RULES = { opaque: new Set(["p_best"]), maps: new Set(["figures"]) };

/** `evals.select/1`. */
export function selectionJson(selection: Selection): JsonObject {
  return { schema: "evals.select/1", ...(toSnakeKeys(selection, RULES) as JsonObject) };
}
