import * as z from "zod";
import { failures, firstUngraded, gradeParts, makeAll, withParts } from "./combine.ts";
import type { GraderDefinition } from "./definition.ts";

/** Score: the highest of the parts. One that passes decides, whatever could not be graded. */
export const any: GraderDefinition = {
  type: "any",
  description: "At least one nested grader passes.",
  options: (nested) => ({ graders: z.array(nested).min(1) }),
  needsExpected: false,
  create: async (spec, tools) => {
    const graders = await makeAll(spec, tools);
    return {
      async grade(text, context) {
        const parts = await gradeParts(graders, text, context);
        const scored = parts.flatMap(({ grade }) => (grade.status === "scored" ? [grade] : []));
        const score = Math.max(...scored.map((grade) => grade.score));
        if (scored.some((grade) => grade.pass === true)) {
          return withParts({ status: "scored", score, pass: true, label: null, reason: null }, parts);
        }
        const pass = scored.some((grade) => grade.pass === false) ? false : null;
        const reason = pass === false ? failures(parts) : null;
        return withParts(firstUngraded(parts) ?? { status: "scored", score, pass, label: null, reason }, parts);
      },
    };
  },
};
