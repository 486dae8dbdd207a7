import { toSnakeKeys } from "../base/keys.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Comparison } from "../domain/summary.ts";

const RULES = { opaque: new Set<string>(), maps: new Set<string>() };

/** `evals.compare/1`, as `evals compare --json` prints it. */
export function compareJson(compared: {
  readonly suite: string;
  readonly comparisons: readonly Comparison[];
  readonly notes: readonly string[];
}): JsonObject {
  const { suite, comparisons, notes } = compared;
  return { schema: "evals.compare/1", suite, ...(toSnakeKeys({ comparisons, notes }, RULES) as JsonObject) };
}
