import { formatPath, type Path } from "../path.ts";
import { ID_PATTERN, ID_WORDS } from "../schema-parts.ts";
import type { Rule, RuleProblem } from "./rule.ts";

interface Named {
  readonly id: string;
  readonly path: Path;
}

/** Every id after the first of its name. */
function duplicates(named: readonly Named[], noun: string): RuleProblem[] {
  const first = new Map<string, Path>();
  return named.flatMap(({ id, path }) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, path);
      return [];
    }
    return [
      {
        path: [...path, "id"],
        message: `two ${noun} have the id "${id}" (the other: ${formatPath(before)}); give one another id`,
      },
    ];
  });
}

function malformed(named: readonly Named[]): RuleProblem[] {
  return named
    .filter(({ id }) => !ID_PATTERN.test(id))
    .map(({ id, path }) => ({
      path: [...path, "id"],
      message: `the id ${JSON.stringify(id)} is not allowed; use ${ID_WORDS}`,
    }));
}

export const modelIds: Rule = {
  name: "model-ids",
  reads: ["models", "judge_models"],
  check: (_suite, { models }) => {
    const named = models.map(({ model, path }) => ({ id: model.id, path }));
    // A judge may ask a model under test: one name must mean one model. Ids made up for inline judges are our own.
    return [...malformed(named.filter(({ path }) => path[0] !== "graders")), ...duplicates(named, "models")];
  },
};

export const promptIds: Rule = {
  name: "prompt-ids",
  reads: ["prompts"],
  check: (_suite, { shape }) => {
    const named = (shape.prompts ?? []).map(({ id }, index) => ({ id, path: ["prompts", index] }));
    return [...malformed(named), ...duplicates(named, "prompts")];
  },
};

export const graderIds: Rule = {
  name: "grader-ids",
  reads: ["graders"],
  check: (suite) => {
    const named = suite.graders.map(({ id }, index) => ({ id, path: ["graders", index] }));
    // The default id is the type, and a plug-in's type is no id by this pattern.
    return [
      ...malformed(named.filter((_, index) => suite.graders[index]?.id !== suite.graders[index]?.type)),
      ...duplicates(named, "graders"),
    ];
  },
};

export const candidateIds: Rule = {
  name: "candidate-ids",
  reads: ["models", "prompts"],
  check: (suite, { candidates }) => {
    const seen = new Set<string>();
    return candidates.flatMap(({ id, model, prompt }) => {
      const repeated = seen.has(id);
      seen.add(id);
      // Equal model or prompt ids are reported as such.
      const own = suite.models.filter((other) => other.id === model.id).length === 1;
      const ownPrompt = suite.prompts.filter((other) => other.id === prompt?.id).length < 2;
      if (!repeated || !own || !ownPrompt) return [];
      const index = suite.models.indexOf(model);
      return [
        { path: ["models", index, "id"], message: `two candidates are called "${id}"; give this model another id` },
      ];
    });
  },
};
