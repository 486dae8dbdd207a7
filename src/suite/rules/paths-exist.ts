import { datasetPaths, graderPaths, imagePaths, modelPaths, type NamedPath } from "../named-paths.ts";
import type { Rule, RuleContext, RuleProblem } from "./rule.ts";

function missing(named: readonly NamedPath[], { exists, shown }: RuleContext): RuleProblem[] {
  return named
    .filter(({ file }) => !exists(file))
    .map(({ file, path }) => ({ path, message: `no such file: ${shown(file)}` }));
}

export const datasetExists: Rule = {
  name: "dataset-exists",
  reads: ["dataset"],
  check: (suite, context) => missing(datasetPaths(suite, context.shape), context),
};

export const modelFilesExist: Rule = {
  name: "model-files-exist",
  reads: ["models", "judge_models"],
  check: (_suite, context) => missing(modelPaths(context.models, context.kinds), context),
};

export const imagesExist: Rule = {
  name: "images-exist",
  reads: ["prompts"],
  check: (suite, context) => missing(imagePaths(suite), context),
};

export const graderFilesExist: Rule = {
  name: "grader-files-exist",
  reads: ["graders"],
  check: (_suite, context) => missing(graderPaths(context.graders, context.kinds), context),
};
