import type { Case } from "../domain/case.ts";
import type { Json } from "../domain/json.ts";

/** What the numbers need of a case: the texts stay in the run folder. */
export interface CaseFacts {
  readonly id: string;
  /** SHA-256 (hex) of the case's content; absent: not known, as if it were the same everywhere. */
  readonly digest?: string;
  readonly tags: readonly string[];
  readonly cluster: string | null;
  readonly weight: number | null;
  readonly severity: string | null;
  /** Values of the suite's `slices:` fields; a list counts for each of its members. */
  readonly sliceValues: Readonly<Record<string, readonly string[]>>;
  /** The expected value where it may be a label (a text, a yes or no, a whole number); null: none is stated. */
  readonly label?: string | null;
}

/** @param fields the suite's `slices:`; dots for depth */
export function caseFacts(from: Case, fields: readonly string[]): CaseFacts {
  const { id, digest, tags, cluster, weight, severity } = from;
  const label = labelOf(from.expected);
  const sliceValues = Object.fromEntries(fields.map((field) => [field, textsOf(lookUp(from, field))]));
  return { id, digest, tags, cluster, weight, severity, sliceValues, ...(label === undefined ? {} : { label }) };
}

function labelOf(expected: Json | undefined): string | null | undefined {
  if (expected === undefined || expected === null) return null;
  if (typeof expected === "string") return expected;
  return typeof expected === "boolean" || Number.isInteger(expected) ? String(expected) : undefined;
}

/** A case's own key, else one of its template variables; a key that itself holds dots comes first. */
function lookUp(from: Case, path: string): Json | undefined {
  if (Object.hasOwn(from.vars, path)) return from.vars[path];
  const { id, input, expected, tags, cluster, severity, metadata } = from;
  let value: unknown = { ...from.vars, id, input, expected, tags, cluster, severity, metadata };
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value as Json | undefined;
}

function textsOf(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap(textsOf))];
  return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}

/** Whether a case is in a slice: `tag:x`, or `field:value` with dots for depth. */
export function matchesSlice(from: Case, slice: string): boolean {
  const at = slice.indexOf(":");
  const [field, value] = [slice.slice(0, at), slice.slice(at + 1)];
  return field === "tag" ? from.tags.includes(value) : textsOf(lookUp(from, field)).includes(value);
}
