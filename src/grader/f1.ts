import type { GraderDefinition } from "./definition.ts";
import { DEFAULT_MIN, gradeBest } from "./text/grade-best.ts";
import { referencesOf } from "./text/references.ts";
import { squadF1 } from "./text/squad-f1.ts";

/**
 * A question without an answer is `expected: ""`: only a text without words is right. English articles are dropped
 * and words end at blanks, as SQuAD has it: for Chinese, Japanese or Thai `rouge` is the better choice.
 */
export const f1: GraderDefinition = {
  type: "f1",
  description: "Words shared with the expected text (SQuAD F1), 0 to 1; passes at `min` (default 0.8).",
  options: () => ({}),
  needsExpected: true,
  create: (spec) => ({
    grade: (text, { expected }) =>
      gradeBest({
        text,
        references: referencesOf(expected),
        min: spec.min ?? DEFAULT_MIN,
        name: "F1",
        score: (reference) => squadF1(text, reference),
      }),
  }),
};
