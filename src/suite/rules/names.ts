import { nearest } from "../../base/nearest.ts";
import type { Candidate, Suite } from "../../domain/suite.ts";
import type { Path } from "../path.ts";
import type { Rule, RuleProblem } from "./rule.ts";

/** `unknown <noun> "x"` with the nearest known one, else with all of them. */
function unknown(noun: string, name: string, known: readonly string[], none: string): string {
  const near = nearest(name, known);
  if (near !== undefined) return `unknown ${noun} "${name}"; did you mean "${near}"?`;
  return `unknown ${noun} "${name}"; ${known.length === 0 ? none : `one of ${known.join(", ")}`}`;
}

function unknownCandidate(name: string, path: Path, candidates: readonly Candidate[]): RuleProblem[] {
  const known = candidates.map(({ id }) => id);
  if (known.includes(name)) return [];
  const ofModel = candidates.filter(({ model }) => model.id === name).map(({ id }) => id);
  if (ofModel.length > 0)
    return [{ path, message: `"${name}" is a model with several prompts; its candidates are ${ofModel.join(", ")}` }];
  return [{ path, message: unknown("candidate", name, known, "the suite has none") }];
}

export const modelPrompts: Rule = {
  name: "model-prompts",
  reads: ["models", "prompts"],
  check: (suite) => {
    const known = suite.prompts.map(({ id }) => id);
    return suite.models.flatMap(({ prompts }, index) =>
      (prompts ?? []).flatMap((name, at): RuleProblem[] => {
        const path = ["models", index, "prompts", at];
        if (!known.includes(name))
          return [{ path, message: unknown("prompt", name, known, "the suite has no prompts") }];
        return prompts?.indexOf(name) === at ? [] : [{ path, message: `the prompt "${name}" is listed twice` }];
      }),
    );
  },
};

export const gateCandidates: Rule = {
  name: "gate-candidates",
  reads: ["models", "prompts", "gate"],
  check: ({ gate }, { candidates }) =>
    (gate ?? []).flatMap((name, index) => unknownCandidate(name, ["gate", index], candidates)),
};

export const referenceCandidate: Rule = {
  name: "reference-candidate",
  reads: ["models", "prompts", "reference"],
  check: ({ reference }, { candidates }) =>
    reference === null ? [] : unknownCandidate(reference, ["reference"], candidates),
};

export const requirementCandidates: Rule = {
  name: "requirement-candidates",
  reads: ["models", "prompts", "requirements"],
  check: (_suite, { shape, candidates }) =>
    (shape.requirements ?? []).flatMap(({ candidate, against, max_drop, max_increase }, index) => {
      const at = (key: string): Path => ["requirements", index, key];
      const found = [candidate, against].flatMap((name, which) =>
        name === undefined ? [] : unknownCandidate(name, at(which === 0 ? "candidate" : "against"), candidates),
      );
      if (against !== undefined && max_drop === undefined && max_increase === undefined) {
        found.push({
          path: at("against"),
          message: "against goes with max_drop or max_increase; min and max compare with nothing",
        });
      }
      if (against !== undefined && against === candidate) {
        found.push({ path: at("against"), message: `the candidate "${against}" would be compared with itself` });
      }
      return found;
    }),
};

export const graderAgainst: Rule = {
  name: "grader-against",
  reads: ["models", "prompts", "graders"],
  check: (_suite, { graders, candidates }) =>
    graders.flatMap(({ spec, path }) =>
      typeof spec.options.against === "string"
        ? unknownCandidate(spec.options.against, [...path, "against"], candidates)
        : [],
    ),
};

export const judgeModels: Rule = {
  name: "judge-models",
  reads: ["models", "judge_models", "graders"],
  check: (suite: Suite, { graders }) => {
    const known = [...suite.judgeModels, ...suite.models].map(({ id }) => id);
    const check = (name: unknown, path: Path): RuleProblem[] =>
      typeof name !== "string" || known.includes(name)
        ? []
        : [
            {
              path,
              message: `${unknown("model", name, known, "state it in judge_models")} (a judge names an id of judge_models or models)`,
            },
          ];
    return graders.flatMap(({ spec, path }) => {
      const { model, panel } = spec.options;
      const members = Array.isArray(panel)
        ? panel.flatMap((name, index) => check(name, [...path, "panel", index]))
        : [];
      return [...check(model, [...path, "model"]), ...members];
    });
  },
};
