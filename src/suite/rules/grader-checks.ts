import { parsePath } from "../path.ts";
import type { Rule } from "./rule.ts";

/** What graders say of their own keys. */
export const graderChecks: Rule = {
  name: "grader-checks",
  reads: ["graders"],
  check: (_suite, { graders, kinds }) =>
    graders.flatMap(({ spec, path }) =>
      (kinds.graderCheck?.(spec) ?? []).map((mistake) => ({
        path: [...path, ...parsePath(mistake.path)],
        message: mistake.message,
      })),
    ),
};
