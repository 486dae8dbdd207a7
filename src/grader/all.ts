import * as z from "zod";
import { failures, firstUngraded, gradeParts, makeAll, withParts } from "./combine.ts";
import type { GraderDefinition } from "./definition.ts";

/** Score: the lowest of the parts. One that fails decides, whatever could not be graded. */
export const all: GraderDefinition = {
  type: "all",
  description: "Every nested grader passes.",
  options: (nested) => ({ graders: z.array(nested).min(1) }),
  needsExpected: false,
  create: async (spec, tools) => {
    const graders = await makeAll(spec, tools);
    return {
      async grade(text, context) {
        const parts = await gradeParts(graders, text, context);
        const scored = parts.flatMap(({ grade }) => (grade.status === "scored" ? [grade] : []));
        const score = Math.min(...scored.map((grade) => grade.score));
        if (scored.some((grade) => grade.pass === false)) {
          return withParts({ status: "scored", score, pass: false, label: null, reason: failures(parts) }, parts);
        }
        const pass = scored.some((grade) => grade.pass === true) ? true : null;
        return withParts(firstUngraded(parts) ?? { status: "scored", score, pass, label: null, reason: null }, parts);
      },
    };
  },
};
