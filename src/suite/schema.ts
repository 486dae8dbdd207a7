import * as z from "zod";
import { type DatasetShape, datasetSchema } from "./dataset-schema.ts";
import type { SuiteKinds } from "./kinds.ts";
import { type ModelShape, modelSchema } from "./model-schema.ts";
import { type PromptShape, promptSchema, type SendingShape, sendingShape } from "./prompt-schema.ts";
import { type RequirementShape, requirementSchema } from "./requirement-schema.ts";
import { anyObject, count, seconds, share, text, whenMissing } from "./schema-parts.ts";

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const runSchema = () =>
  z.strictObject({
    concurrency: count().optional().describe("Most calls at once per provider account (default 16)"),
    timeout_s: seconds().optional().describe("Seconds that one attempt may take (default 120)"),
    total_timeout_s: seconds().optional().describe("Seconds that a trial may take (default 600)"),
    max_attempts: count().optional().describe("Default 5"),
    repeats: count().optional().describe("How often each case is asked (default 1)"),
    seed: z.int().min(0).optional().describe("Orders cases and resampling; not sent to models (default 1)"),
    max_error_rate: share()
      .optional()
      .describe("Share of errored trials above which a run is incomplete (default 0.02)"),
    max_ungraded_rate: share()
      .optional()
      .describe("Share of ungraded trials above which a run is incomplete (default 0.05)"),
    budget_usd: z.number().positive().optional().describe("USD that the run may spend (default: no budget)"),
  });

const nameError = (issue: { readonly input?: unknown }) => {
  if (typeof issue.input !== "string") return undefined;
  const slug = issue.input
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `expected lower-case words with dashes; found ${JSON.stringify(issue.input)}${slug === "" ? "" : `; try ${slug}`}`;
};

const listOrFile = <T extends z.ZodType>(item: T, missing: string, least: number, noun: string) =>
  z.union(
    [
      text().describe("Path of a YAML or JSON file that holds the list"),
      z.array(item).min(least, { error: `expected at least one ${noun}; found an empty list` }),
    ],
    {
      error: (issue) => (issue.input === undefined ? missing : "expected a list, or the path of a file that holds one"),
    },
  );

/**
 * The whole suite as written: the one definition that validation and `schema/suite.json` come from. Top-level `x-…`
 * keys are free and are taken out before.
 */
export function suiteSchema(kinds: SuiteKinds) {
  return z.strictObject({
    name: z
      .string(whenMissing("lower-case words with dashes, e.g. name: support-triage"))
      .regex(NAME, { error: nameError })
      .describe("Lower-case words with dashes; names run folders and the baseline"),
    description: z.string().optional().describe("What the suite measures, for people"),
    manual: z.boolean().optional().describe("Runs only when its file is named, never as part of a folder"),
    dataset: datasetSchema().describe("A path, a list of paths, a folder, or { path, format, fields, where, limit }"),
    prompts: z.array(promptSchema()).optional().describe("Without prompts the case's input is sent as it is"),
    vars: anyObject().optional().describe("Template variables for every case; a case's own win"),
    ...sendingShape(),
    models: listOrFile(modelSchema(kinds, true), "a suite needs at least one model", 1, "model").describe(
      "The models under test",
    ),
    judge_models: listOrFile(modelSchema(kinds, true), "", 0, "model")
      .optional()
      .describe("Models that grade and are never candidates"),
    graders: listOrFile(
      kinds.graderSchema,
      "a suite needs at least one grader, e.g. - type: exact",
      1,
      "grader",
    ).describe("What turns an output into a score"),
    requirements: z.array(requirementSchema()).optional().describe("Bounds on metrics: what the verdict rests on"),
    gate: z.array(text()).min(1).optional().describe("Candidates that decide; default: all"),
    reference: text().optional().describe("The candidate that the others are compared with; default: the first"),
    slices: z.array(text()).optional().describe("Fields (dots for depth) whose values become slices, beside tag:x"),
    run: runSchema().optional().describe("Defaults of a run; flags beat them, a model's keys beat both"),
  });
}

export type RunShape = z.infer<ReturnType<typeof runSchema>>;

/** A suite as written, its list files read: what `suiteSchema` gives for them. */
export interface SuiteShape extends SendingShape {
  name: string;
  description?: string | undefined;
  manual?: boolean | undefined;
  dataset: DatasetShape;
  prompts?: PromptShape[] | undefined;
  vars?: Record<string, unknown> | undefined;
  models: ModelShape[];
  judge_models?: ModelShape[] | undefined;
  graders: unknown[];
  requirements?: RequirementShape[] | undefined;
  gate?: string[] | undefined;
  reference?: string | undefined;
  slices?: string[] | undefined;
  run?: RunShape | undefined;
}

/** A top-level key of a suite. */
export type Section = keyof SuiteShape;
