import { compileTemplate, TemplateError } from "../../base/template.ts";
import type { Json } from "../../domain/json.ts";
import { isRecord, type Path } from "../path.ts";
import type { Rule, RuleProblem } from "./rule.ts";

function checkTemplate(source: unknown, path: Path): RuleProblem[] {
  if (typeof source !== "string") return [];
  try {
    compileTemplate(source);
    return [];
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ path, message: `not a valid template: ${error.message}`, inText: { line: error.line, col: error.col } }];
  }
}

function checkDeep(value: Json, path: Path): RuleProblem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => checkDeep(item, [...path, index]));
  if (isRecord(value))
    return Object.entries(value).flatMap(([key, member]) => checkDeep(member as Json, [...path, key]));
  return checkTemplate(value, path);
}

export const promptTemplates: Rule = {
  name: "prompt-templates",
  reads: ["prompts"],
  check: (suite) =>
    suite.prompts.flatMap((prompt, index) =>
      prompt.messages.flatMap((message, at) => {
        if (message === "input") return [];
        const path = ["prompts", index, "messages", at, "content"];
        if (typeof message.content === "string") return checkTemplate(message.content, path);
        return message.content.flatMap((part, place) => {
          const key = part.type === "text" ? "text" : "url" in part ? "url" : "path";
          return checkTemplate((part as Readonly<Record<string, unknown>>)[key], [...path, place, key]);
        });
      }),
    ),
};

export const varTemplates: Rule = {
  name: "var-templates",
  reads: ["vars"],
  check: (suite) => checkDeep(suite.vars, ["vars"]),
};

export const graderTemplates: Rule = {
  name: "grader-templates",
  reads: ["graders"],
  check: (_suite, { graders, kinds }) =>
    graders.flatMap(({ spec, path }) => {
      // A grader that checks its rubric itself has said what is wrong with it.
      const checked = kinds.graderCheck?.(spec).some((mistake) => mistake.path === "rubric") ?? false;
      const rubric = checked || kinds.graderPaths(spec.type).includes("rubric") ? undefined : spec.options.rubric;
      return [...checkTemplate(spec.expected, [...path, "expected"]), ...checkTemplate(rubric, [...path, "rubric"])];
    }),
};
