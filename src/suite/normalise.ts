import { digestOf } from "../base/digest.ts";
import type { JsonObject } from "../domain/json.ts";
import type { DatasetSpec, RunSettings, Suite } from "../domain/suite.ts";
import type { DatasetShape } from "./dataset-schema.ts";
import type { SuiteKinds } from "./kinds.ts";
import { normaliseModel, type ResolvePath } from "./normalise-model.ts";
import { bareInputPrompt, normalisePrompt } from "./normalise-prompt.ts";
import { normaliseRequirements } from "./normalise-requirements.ts";
import type { ReadOutputSchema, ReadPrompt } from "./read-prompts.ts";
import type { RunShape, SuiteShape } from "./schema.ts";
import type { Place } from "./source-document.ts";
import { resolveGraderPaths } from "./walk-graders.ts";

/** A suite as written, files read. Sections that did not pass are absent: the rest can still be looked at. */
export type ReadSuite = Partial<Omit<SuiteShape, "prompts" | "output_schema">> & {
  readonly prompts?: readonly ReadPrompt[] | undefined;
  readonly output_schema?: ReadOutputSchema | undefined;
};

export interface NormaliseContext {
  /** Absolute path of the suite file. */
  readonly path: string;
  readonly kinds: SuiteKinds;
  readonly resolvePath: ResolvePath;
  /** The same for the digest: it must not know where on this machine the suite lies. */
  readonly portablePath: ResolvePath;
  readonly placeOfRequirement: (index: number) => Place;
}

/** snake_case as written to the domain's form: defaults set, paths resolved, one requirement a bound. */
export function normalise(shape: ReadSuite, context: NormaliseContext): Suite {
  const suite = build(shape, context.resolvePath, context);
  const { path: _path, digest: _digest, requirements, ...portable } = build(shape, context.portablePath, context);
  const bounds = requirements.map(({ source: _source, ...requirement }) => requirement);
  return { ...suite, digest: digestOf({ ...portable, requirements: bounds }) };
}

function build(
  shape: ReadSuite,
  resolvePath: ResolvePath,
  { path, kinds, placeOfRequirement }: NormaliseContext,
): Suite {
  const common = { tools: shape.tools, tool_choice: shape.tool_choice, output_schema: shape.output_schema };
  const prompts = shape.prompts ?? bareInputPrompt(common);
  return {
    name: shape.name ?? "",
    description: shape.description ?? null,
    path,
    digest: "",
    dataset: normaliseDataset(shape.dataset ?? [], resolvePath),
    prompts: prompts.map((prompt) => normalisePrompt(prompt, common, resolvePath)),
    vars: (shape.vars ?? {}) as JsonObject,
    models: (shape.models ?? []).map((model) => normaliseModel(model, kinds, resolvePath)),
    judgeModels: (shape.judge_models ?? []).map((model) => normaliseModel(model, kinds, resolvePath)),
    graders: (shape.graders ?? []).map((grader) =>
      resolveGraderPaths(kinds.normaliseGrader(grader), kinds, resolvePath),
    ),
    requirements: normaliseRequirements(shape.requirements ?? [], placeOfRequirement),
    gate: shape.gate ?? null,
    reference: shape.reference ?? null,
    slices: shape.slices ?? [],
    run: normaliseRun(shape.run ?? {}),
    manual: shape.manual ?? false,
  };
}

function normaliseDataset(shape: DatasetShape, resolvePath: ResolvePath): DatasetSpec {
  const { path, format, fields, where, limit } =
    typeof shape === "string" || Array.isArray(shape)
      ? { path: shape, format: undefined, fields: undefined, where: undefined, limit: undefined }
      : shape;
  const paths = typeof path === "string" ? [path] : path;
  return {
    paths: paths.map(resolvePath),
    format: format ?? null,
    fields: fields ?? {},
    where: where ?? {},
    limit: limit ?? null,
  };
}

/** The defaults of the contract's `run:`. */
function normaliseRun(shape: RunShape): RunSettings {
  return {
    concurrency: shape.concurrency ?? 16,
    timeoutS: shape.timeout_s ?? 120,
    totalTimeoutS: shape.total_timeout_s ?? 600,
    maxAttempts: shape.max_attempts ?? 5,
    repeats: shape.repeats ?? 1,
    seed: shape.seed ?? 1,
    maxErrorRate: shape.max_error_rate ?? 0.02,
    maxUngradedRate: shape.max_ungraded_rate ?? 0.05,
    budgetUsd: shape.budget_usd ?? null,
  };
}
