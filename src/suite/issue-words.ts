import type { z } from "zod";
import { didYouMean } from "../base/nearest.ts";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object (key: value)",
  record: "an object (key: value)",
  null: "nothing",
  never: "nothing",
};

/** What a schema expects, in words. */
export function typeWords(expected: string): string {
  return TYPE_WORDS[expected] ?? expected;
}

/** What was found, in words; long texts are cut. */
export function found(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  return String(value);
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  const unique = [...new Set(words)];
  return unique.length < 2 ? unique.join("") : `${unique.slice(0, -1).join(", ")} or ${unique.at(-1)}`;
}

/**
 * Our words for zod's issues, as its error map. Unions get no words here: which branch was meant is seen only when all
 * issues are there (find-mistakes.ts). For unknown keys the message is the list of known ones (JSON), because the
 * issue does not carry its schema any further.
 */
export function issueWords(issue: RawIssue): string {
  const input: unknown = issue.input;
  switch (issue.code) {
    case "invalid_type": {
      const expected = `expected ${typeWords(issue.expected)}; found ${found(input)}`;
      if (issue.expected === "string" && ["number", "boolean"].includes(typeof input))
        return `${expected}; put it in quotes`;
      const numeric = typeof input === "string" && input.trim() !== "" && Number.isFinite(Number(input));
      if (numeric && ["number", "int"].includes(issue.expected)) return `${expected}; remove the quotes`;
      return expected;
    }
    case "invalid_value": {
      const values = issue.values.map(String);
      const hint = typeof input === "string" ? didYouMean(input, values) : "";
      return `expected ${oneOf(values)}; found ${found(input)}${hint}`;
    }
    case "unrecognized_keys":
      return JSON.stringify(knownKeys(issue.inst));
    case "invalid_union":
      return "";
    case "too_small":
    case "too_big": {
      const small = issue.code === "too_small";
      const limit = small ? issue.minimum : issue.maximum;
      if (issue.origin === "string")
        return small && Number(limit) === 1 ? "must not be empty" : `too ${small ? "short" : "long"}`;
      if (issue.origin === "array")
        return `expected ${small ? "at least" : "at most"} ${limit} entr${Number(limit) === 1 ? "y" : "ies"}`;
      const bound = issue.inclusive ? (small ? "of at least" : "of at most") : small ? "above" : "below";
      return `expected a number ${bound} ${limit}; found ${found(input)}`;
    }
    case "invalid_format":
      return `${found(input)} does not have the form of ${issue.format === "regex" ? issue.pattern : issue.format}`;
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}; found ${found(input)}`;
    default:
      return issue.message ?? `does not fit; found ${found(input)}`;
  }
}

/** Keys that a strict object allows (those that must be absent left out). */
function knownKeys(schema: unknown): string[] {
  const shape =
    (schema as { _zod?: { def?: { shape?: Record<string, z.core.$ZodType> } } } | undefined)?._zod?.def?.shape ?? {};
  return Object.entries(shape)
    .filter(([, member]) => unwrapped(member)._zod.def.type !== "never")
    .map(([key]) => key);
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return inner === undefined ? schema : unwrapped(inner);
}
