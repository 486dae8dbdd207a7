import type { Graded } from "../domain/grader.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { BuiltGrade, GraderDefinition } from "./definition.ts";

/** An answer in which the inner grader's extraction finds nothing fails: there is no answer that it could be about. */
export const not: GraderDefinition = {
  type: "not",
  description: "The nested grader fails.",
  options: (nested) => ({ grader: nested }),
  needsExpected: false,
  create: async (spec, tools) => {
    const inner = await tools.make((spec.options as { grader: GraderSpec }).grader);
    return {
      grade(text, context) {
        const pending = inner.grade(text, context);
        return pending instanceof Promise ? pending.then(negate) : negate(pending);
      },
    };

    function negate({ grade, missing }: BuiltGrade): Graded {
      if (grade.status === "ungraded" || missing) return grade;
      const pass = grade.pass === null ? null : !grade.pass;
      return {
        ...grade,
        score: 1 - grade.score,
        pass,
        reason: pass === false ? `${inner.spec.id} passes, and must not` : null,
      };
    }
  },
};
