import type { Json } from "../../domain/json.ts";
import { textForm } from "../text-form.ts";

export const NO_REFERENCES = "the case's expected list is empty";

/** The acceptable answers as texts: a list's items, any other value alone. Empty for an empty list. */
export function referencesOf(expected: Json | undefined): readonly string[] {
  if (expected === undefined) return [];
  return Array.isArray(expected) ? expected.map(textForm) : [textForm(expected)];
}
