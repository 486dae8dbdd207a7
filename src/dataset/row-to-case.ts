import { digestOf } from "../base/digest.ts";
import { nearest } from "../base/nearest.ts";
import { getPath, withoutPath } from "../base/rows/get-path.ts";
import { kindOf } from "../base/rows/jsonl.ts";
import { isJsonObject, type Row } from "../base/rows/row.ts";
import type { Case, CaseInput } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Problem } from "../domain/problem.ts";
import { type Complain, readMessages } from "./read-messages.ts";

export const CASE_KEYS = ["id", "input", "expected", "tags", "cluster", "weight", "severity", "metadata"] as const;
type CaseKey = (typeof CASE_KEYS)[number];
const CASE_KEY_SET: ReadonlySet<string> = new Set(CASE_KEYS);

/** A case whose id, when the line states none, is still to be given. */
export type CaseDraft = Omit<Case, "id"> & { readonly id: string | null };

export type RowResult =
  | { readonly status: "ok"; readonly draft: CaseDraft }
  | { readonly status: "invalid"; readonly problems: readonly Problem[] };

/** Columns that hold the input in datasets of others, the likeliest first. */
const LIKELY_INPUTS = [
  "question",
  "prompt",
  "query",
  "text",
  "messages",
  "instruction",
  "problem",
  "user_input",
  "sentence",
  "content",
];

/**
 * A raw row as a case. `fields` maps case keys to columns (dots for depth); a mapped column is consumed, and every
 * other key that is no case key becomes a variable. A key that is `null` is absent.
 */
export function rowToCase(row: Row, fields: Readonly<Record<string, string>> = {}): RowResult {
  const problems: Problem[] = [];
  const complain: Complain = (path, message) => {
    problems.push({ file: row.file, line: row.line, col: null, path, message });
  };
  const at = (key: CaseKey): Json => getPath(row.value, fields[key] ?? key) ?? null;
  const named = (key: CaseKey) => fields[key] ?? key;
  const id = readId(at("id"), named("id"), complain);
  const input = readInput(row, at("input"), named("input"), complain);
  const content = {
    input: input ?? "",
    expected: at("expected") ?? undefined,
    tags: readTags(at("tags"), named("tags"), complain),
    cluster: readLabel(at("cluster"), named("cluster"), complain),
    weight: readWeight(at("weight"), named("weight"), complain),
    severity: readLabel(at("severity"), named("severity"), complain),
    metadata: readMetadata(at("metadata"), named("metadata"), complain),
    vars: readVars(row.value, fields),
  };
  if (problems.length > 0) return { status: "invalid", problems };
  return { status: "ok", draft: { id, digest: digestOf(content), ...content } };
}

function readId(value: Json, path: string, complain: Complain): string | null {
  if (value === null) return null;
  const id = typeof value === "number" ? String(value) : value;
  if (typeof id !== "string") complain(path, `should be text or a number, not ${kindOf(value)}`);
  else if (id.trim() === "") complain(path, "is empty: give the case an id, or leave the key out");
  else if (/[\r\n]/.test(id)) complain(path, "holds a line break: an id is one line");
  else return id;
  return null;
}

function readInput(row: Row, value: Json, path: string, complain: Complain): CaseInput | null {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return readMessages(value, path, complain);
  if (value !== null && typeof value === "object") return value;
  if (value === null) complain(path, `is missing: ${suggestInput(row.value, path)}`);
  else complain(path, `should be text, chat messages or an object, not ${kindOf(value)}`);
  return null;
}

function suggestInput(value: JsonObject, path: string): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return "the line has no keys";
  const likely =
    nearest(path, keys) ??
    LIKELY_INPUTS.find((name) => keys.includes(name)) ??
    keys.find((key) => !CASE_KEY_SET.has(key));
  const has = `the line has ${keys.map((key) => `"${key}"`).join(", ")}`;
  return likely === undefined
    ? has
    : `${has}; if the input is in "${likely}", say \`fields: {input: ${likely}}\` under \`dataset:\``;
}

function readTags(value: Json, path: string, complain: Complain): readonly string[] {
  if (value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  const tags = list.map((tag) => (typeof tag === "number" || typeof tag === "boolean" ? String(tag) : tag));
  const wrong = tags.find((tag) => typeof tag !== "string");
  if (wrong !== undefined) complain(path, `should be a list of text, not of ${kindOf(wrong)}`);
  return [...new Set(tags.filter((tag): tag is string => typeof tag === "string" && tag !== ""))];
}

function readLabel(value: Json, path: string, complain: Complain): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "object") complain(path, `should be text or a number, not ${kindOf(value)}`);
  return String(value);
}

/** CSV knows no numbers: text that is one counts. */
function readWeight(value: Json, path: string, complain: Complain): number | null {
  if (value === null || value === "") return null;
  const weight = typeof value === "string" ? Number(value) : value;
  if (typeof weight === "number" && Number.isFinite(weight) && weight > 0) return weight;
  complain(
    path,
    `should be a number above 0, not ${typeof value === "object" ? kindOf(value) : JSON.stringify(value)}`,
  );
  return null;
}

/** CSV knows no objects: text that is the JSON of one counts. */
function readMetadata(value: Json, path: string, complain: Complain): JsonObject {
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  if (typeof value === "string" && value.startsWith("{")) {
    try {
      return JSON.parse(value) as JsonObject;
    } catch {
      // Said below.
    }
  }
  complain(path, `should be an object, not ${kindOf(value)}`);
  return {};
}

function readVars(value: JsonObject, fields: Readonly<Record<string, string>>): JsonObject {
  const rest = Object.values(fields).reduce(withoutPath<JsonObject>, value);
  const entries = Object.entries(rest).filter(([key]) => !CASE_KEY_SET.has(key));
  return Object.fromEntries(entries);
}
