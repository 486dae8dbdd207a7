import * as z from "zod";
import { firstUngraded, gradeParts, makeAll, meanScore, type NestedGraders, withParts } from "./combine.ts";
import type { GraderDefinition } from "./definition.ts";

/** Score: the mean by the nested graders' `weight`. It passes at `min`; advisory, it may do without. */
export const weighted: GraderDefinition = {
  type: "weighted",
  description: "The weighted mean of the nested graders' scores reaches `min`.",
  options: (nested) => ({ graders: z.array(nested).min(1) }),
  needsExpected: false,
  check: (spec) => {
    const problems: { path: string; message: string }[] = [];
    if (spec.min === null && !spec.advisory) {
      problems.push({
        path: "",
        message: "state min: the mean at which it passes (or advisory: true, to only report it)",
      });
    }
    if ((spec.options as NestedGraders).graders.every(({ weight }) => weight === 0)) {
      problems.push({ path: "graders", message: "every weight is 0" });
    }
    return problems;
  },
  create: async (spec, tools) => {
    const graders = await makeAll(spec, tools);
    return {
      async grade(text, context) {
        const parts = await gradeParts(graders, text, context);
        const unknown = firstUngraded(parts.filter(({ weight }) => weight > 0));
        const score = meanScore(parts);
        if (unknown !== null) return withParts(unknown, parts);
        if (score === null) return withParts({ status: "ungraded", reason: "every weight is 0" }, parts);
        return withParts({ status: "scored", score, pass: null, label: null, reason: null }, parts);
      },
    };
  },
};
