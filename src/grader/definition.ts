import type { z } from "zod";
import type { GradeContext, Graded, Grader } from "../domain/grader.ts";
import type { JsonObject } from "../domain/json.ts";
import type { GraderSpec } from "../domain/suite.ts";

/** What a grader says with its extraction and its `min` applied. */
export interface BuiltGrade {
  readonly grade: Graded;
  /** What extraction left to grade; null: the whole text was graded, or nothing was found. */
  readonly extracted: string | null;
  /** Extraction found nothing: there was no answer to grade, so that a negation must not turn it into a pass. */
  readonly missing: boolean;
}

/** A grader that is ready to run. Total: it never throws and never rejects; what goes wrong is *ungraded*. */
export interface BuiltGrader {
  readonly spec: GraderSpec;
  grade(text: string, context: GradeContext): BuiltGrade | Promise<BuiltGrade>;
}

/** What the registry gives to a grader that is made of others, and to one that reads files or modules. */
export interface GraderTools {
  /** Makes a nested grader: its extraction, its `min` and its `expected:` template applied. */
  readonly make: (spec: GraderSpec) => Promise<BuiltGrader>;
  /** Absolute folder of the suite: paths and plug-ins are resolved from it. */
  readonly baseDir: string;
  /** The suite's `vars:`, for templates. */
  readonly vars: JsonObject;
}

/** How a kind of grader is stated in a suite and made. One file and one registry line each. */
export interface GraderDefinition {
  readonly type: string;
  readonly description: string;
  /** To be raised when the same statement would grade the same text otherwise (a judge's prompt): part of fingerprints. */
  readonly version?: number;
  /** The grader's own keys beside the common ones. `nested` is the schema of any grader, for composition. */
  readonly options: (nested: z.ZodType) => z.ZodRawShape;
  /** Keys of `options` that may be paths of files (resolved from the suite's folder and checked for existence). */
  readonly paths?: readonly string[];
  /** Needs the case's `expected` (or an `expected:` template); without one the grade is *ungraded*. */
  readonly needsExpected: boolean;
  /** Ids of the models that it asks; for checks, keys and budget. */
  readonly judges?: (spec: GraderSpec) => readonly string[];
  /** Ids of candidates of the same run whose answers it looks at. */
  readonly peers?: (spec: GraderSpec) => readonly string[];
  /** Cross-field mistakes that the shape cannot say; one message each, path relative to the grader. */
  readonly check?: (spec: GraderSpec) => readonly { path: string; message: string }[];
  readonly create: (spec: GraderSpec, tools: GraderTools) => Grader | Promise<Grader>;
}
