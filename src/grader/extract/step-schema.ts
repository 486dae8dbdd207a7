import * as z from "zod";
import { messageOf } from "../../base/errors.ts";
import type { ExtractStep, MissingPolicy } from "../../domain/suite.ts";
import { compileRegex } from "../bounded-regex.ts";

const PLAIN = ["number", "last_line", "answer_line", "code_block", "choice", "trim"] as const;
type Plain = (typeof PLAIN)[number];

const onMissing = z.enum(["failed", "ungraded", "keep"]).optional();

const regexStep = z
  .strictObject({
    regex: z.string().min(1),
    flags: z.string().optional(),
    group: z.int().nonnegative().optional(),
    match: z.enum(["last", "first"]).optional(),
    on_missing: onMissing,
  })
  .superRefine(({ regex, flags, group }, context) => {
    try {
      const { groupCount } = compileRegex(regex, flags);
      if (group !== undefined && group > groupCount) {
        context.addIssue({ code: "custom", path: ["group"], message: `the pattern has ${groupCount} groups` });
      }
    } catch (error) {
      context.addIssue({ code: "custom", path: ["regex"], message: messageOf(error) });
    }
  });

const plainObject = (kind: Plain) => z.strictObject({ [kind]: z.literal(true), on_missing: onMissing });

/** `number`, or with a policy `{number: true, on_missing: keep}`. */
const stepSchema = z.union([
  z.enum(PLAIN),
  regexStep,
  z.strictObject({ json: z.string().min(1), on_missing: onMissing }),
  z.strictObject({ after: z.string().min(1), on_missing: onMissing }),
  z.strictObject({ strip: z.string().min(1), on_missing: onMissing }),
  ...PLAIN.map(plainObject),
]);

/** One step, or a list of them. */
export const extractSchema = z.union([stepSchema, z.array(stepSchema).min(1)]);

type RawStep = string | { readonly [key: string]: unknown };

/** Checked steps as the domain has them, with their defaults. */
export function normaliseExtract(raw: unknown): readonly ExtractStep[] {
  if (raw === undefined) return [];
  return (Array.isArray(raw) ? raw : [raw]).map((step) => normaliseStep(step as RawStep));
}

function normaliseStep(raw: RawStep): ExtractStep {
  if (typeof raw === "string") return { kind: raw as Plain, onMissing: "failed" };
  const {
    on_missing = "failed",
    regex,
    flags,
    group,
    match,
    json,
    after,
    strip,
    ...plain
  } = raw as {
    on_missing?: MissingPolicy;
    regex?: string;
    flags?: string;
    group?: number;
    match?: "first" | "last";
    json?: string;
    after?: string;
    strip?: string;
  };
  if (regex !== undefined) {
    return {
      kind: "regex",
      pattern: regex,
      flags: flags ?? "",
      group: group ?? null,
      match: match ?? "last",
      onMissing: on_missing,
    };
  }
  if (json !== undefined) return { kind: "json", path: json, onMissing: on_missing };
  if (after !== undefined) return { kind: "after", text: after, onMissing: on_missing };
  if (strip !== undefined) return { kind: "strip", chars: strip, onMissing: on_missing };
  return { kind: Object.keys(plain)[0] as Plain, onMissing: on_missing };
}
