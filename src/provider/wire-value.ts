import type { JsonObject } from "../domain/json.ts";

// What servers send is read leniently: compatible servers leave out, add and null fields as they like.

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The objects of a list; empty where it is none. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item): item is JsonObject => objectOf(item) !== null) : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A count of tokens; null, never 0, where the API did not say. */
export function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Content that is text or, on some compatible servers, a list of parts; empty where it is neither. */
export function contentText(content: unknown): string {
  const parts = objectsOf(content).map((part) => textOf(part.text) ?? "");
  return textOf(content) ?? parts.join("");
}
