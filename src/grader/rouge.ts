import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { ungraded } from "./grade.ts";
import { DEFAULT_MIN, gradeBest } from "./text/grade-best.ts";
import { referencesOf } from "./text/references.ts";
import { ROUGE_VARIANTS, type RougeVariant, rougeScore } from "./text/rouge-score.ts";
import { tooLong } from "./text/too-long.ts";

type Options = { readonly variant?: RougeVariant; readonly stem?: boolean };

/** The best F over several expected texts. rougeL and rougeLsum are *ungraded* above 50,000 characters. */
export const rouge: GraderDefinition = {
  type: "rouge",
  description:
    "Overlap with the expected text: ROUGE F of words, pairs of words or the longest common subsequence (rougeL, the default), 0 to 1; passes at `min` (default 0.8).",
  options: () => ({ variant: z.enum(ROUGE_VARIANTS).optional(), stem: z.boolean().optional() }),
  needsExpected: true,
  create: (spec) => {
    const { variant = "rougeL", stem = false } = spec.options as Options;
    return {
      grade(text, { expected }) {
        const references = referencesOf(expected);
        const long = variant.startsWith("rougeL") ? tooLong([text, ...references]) : null;
        if (long !== null) return long;
        const scores = references.map((reference) => rougeScore(variant, reference, text, stem));
        if (scores.some(({ status }) => status === "too_long")) return ungraded("too long (too many lines to compare)");
        return gradeBest({
          text,
          references,
          min: spec.min ?? DEFAULT_MIN,
          name: variant,
          score: (_, index) => {
            const score = scores[index];
            return score?.status === "scored" ? score.fmeasure : null;
          },
          incomparable: `the expected text has ${variant === "rouge2" ? "no two words" : "no word"} to compare with`,
        });
      },
    };
  },
};
