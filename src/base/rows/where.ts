import type { Json, JsonObject } from "../../domain/json.ts";
import type { WhereCondition } from "../../domain/suite.ts";
import { canonicalJson } from "../digest.ts";
import { UserError } from "../errors.ts";
import { getPath } from "./get-path.ts";
import { isJsonObject } from "./row.ts";

/** One filter: the field (dots for depth) and what it must be. */
export type WherePair = readonly [field: string, condition: WhereCondition];

/**
 * Whether a raw row meets all conditions. A list means any of; `{not: …}` none of; a list field matches when it
 * contains the value. Compared as text; `null` means absent.
 */
export function matchesWhere(row: JsonObject, where: Readonly<Record<string, WhereCondition>>): boolean {
  return Object.entries(where).every((pair) => matchesPair(row, pair));
}

export function matchesPair(row: JsonObject, [field, condition]: WherePair): boolean {
  const value = getPath(row, field) ?? null;
  if (isNegation(condition)) return !isAnyOf(value, condition.not);
  return isAnyOf(value, condition as Json);
}

function isAnyOf(value: Json, wanted: Json | readonly Json[]): boolean {
  const list: readonly Json[] = Array.isArray(wanted) ? wanted : [wanted as Json];
  const texts = comparedTexts(value);
  return list.some((item) => (item === null ? value === null : texts.includes(asText(item))));
}

function isNegation(condition: WhereCondition): condition is { readonly not: Json | readonly Json[] } {
  return isJsonObject(condition) && Object.keys(condition).length === 1 && Object.hasOwn(condition, "not");
}

/** The texts that a field's value is compared by: those of its elements where it is a list; none when absent. */
export function comparedTexts(value: Json): readonly string[] {
  if (value === null) return [];
  return Array.isArray(value) ? value.map(asText) : [asText(value)];
}

function asText(value: Json): string {
  return value !== null && typeof value === "object" ? canonicalJson(value) : String(value);
}

/**
 * A `--where` flag: `field=v`, `field=v1,v2` (any of), `field!=v` (none of). `field=` means empty or absent, and a
 * value `null` absent, so `field!=null` means present. A value with a comma in it can only be stated in a suite.
 * @throws UserError `invalid_where`
 */
export function parseWhereFlag(flag: string): WherePair {
  const at = flag.indexOf("=");
  const negated = at > 0 && flag[at - 1] === "!";
  const field = flag.slice(0, Math.max(0, negated ? at - 1 : at)).trim();
  if (field === "")
    throw new UserError("invalid_where", `--where "${flag}": write field=value, field=a,b (any of) or field!=value`);
  const values = flag
    .slice(at + 1)
    .split(",")
    .map((value) => value.trim());
  const wanted: Json[] = values.flatMap((value): Json[] =>
    value === "" ? ["", null] : [value === "null" ? null : value],
  );
  const [first = null] = wanted;
  const condition = wanted.length === 1 ? first : wanted;
  return [field, negated ? { not: condition } : condition];
}

/** A filter as a flag would state it, for messages. */
export function formatWhere([field, condition]: WherePair): string {
  const list = (wanted: Json | readonly Json[]) =>
    (Array.isArray(wanted) ? wanted : [wanted as Json]).map(asText).join(",");
  return isNegation(condition) ? `${field}!=${list(condition.not)}` : `${field}=${list(condition as Json)}`;
}
