import { snakeInput } from "../../../base/snake-input.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import type { TextCut, ViewerCase } from "../../../domain/viewer.ts";

/** A case as a line of a dataset states it: what it does not have is left out, its variables stand beside its keys. */
export function datasetLine({
  id,
  input,
  expected,
  tags,
  cluster,
  weight,
  severity,
  metadata,
  vars,
}: ViewerCase["case"]) {
  const line: JsonObject = { id, input: snakeInput(input) };
  if (expected !== undefined) line.expected = expected;
  if (tags.length > 0) line.tags = [...tags];
  if (cluster !== null) line.cluster = cluster;
  if (weight !== null) line.weight = weight;
  if (severity !== null) line.severity = severity;
  if (Object.keys(metadata).length > 0) line.metadata = metadata;
  // Not by assignment: a variable may be named `__proto__`.
  return Object.fromEntries([...Object.entries(line), ...Object.entries(vars)]) as JsonObject;
}

/** What of the case itself the report holds in part: then its line is not the case's. */
export function cutsOfCase({ cuts, trials }: ViewerCase): readonly TextCut[] {
  return cuts.filter(({ where }) => !trials.some((trial) => where.startsWith(`${trial.candidate}/${trial.repeat} `)));
}

/** An expected value as a form edits it: text as it is, anything else as JSON. */
export function expectedText(expected: Json | undefined): string {
  if (expected === undefined) return "";
  return typeof expected === "string" ? expected : JSON.stringify(expected, null, 2);
}

/**
 * And back: what was not text before, and is JSON still, stays so; "" is none where there was none.
 * @param before the value that the form began with
 */
export function editedExpected(text: string, before: Json | undefined): Json | undefined {
  if (text === "" && before === undefined) return undefined;
  if (before === undefined || typeof before === "string") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Tags as a form edits them: separated by commas. */
export function readTags(text: string): readonly string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== "");
}
