import { canonicalJson } from "../base/digest.ts";
import type { Json } from "../domain/json.ts";

export interface Comparison {
  readonly ignoreCase?: boolean;
  /** Default true. */
  readonly trim?: boolean;
}

/** A value as a model would write it: text as it is, anything else as JSON. */
export function textForm(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** NFC, so that an accent written in two ways is one text; trimmed; without case where asked. */
export function comparable(text: string, { ignoreCase = false, trim = true }: Comparison): string {
  const normal = text.normalize("NFC");
  const inner = trim ? normal.trim() : normal;
  return ignoreCase ? foldCase(inner) : inner;
}

/**
 * Case folded away, the same in every locale: ß and SS, the Greek sigmas, and the dotted and dotless i of Turkish are
 * one each.
 */
function foldCase(text: string): string {
  return text
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, "i")
    .replace(/ς/g, "σ")
    .normalize("NFC");
}

/** Whether a text states a value: as text, or, for an object or a list, as JSON in any order of keys. */
export function statesValue(text: string, value: Json, how: Comparison): boolean {
  if (comparable(text, how) === comparable(textForm(value), how)) return true;
  if (value === null || typeof value !== "object") return false;
  const parsed = parseJson(text);
  return parsed.ok && sameJson(parsed.value, value);
}

/** Equal but for the order of keys. */
export function sameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

export type ParsedJson = { readonly ok: true; readonly value: Json } | { readonly ok: false };

/** Strict JSON; any value. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return { ok: false };
  }
}
