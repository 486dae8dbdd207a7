import { distance } from "fastest-levenshtein";
import type { GraderDefinition } from "./definition.ts";
import { round, ungraded } from "./grade.ts";
import { textForm } from "./text-form.ts";

const DEFAULT_MIN = 0.8;
/** The time grows with the product of the lengths: seconds above it. */
const MAX_CHARACTERS = 50_000;

/** 1 − edits / length of the longer text (UTF-16 units after NFC); two empty texts are equal. */
export const levenshtein: GraderDefinition = {
  type: "levenshtein",
  description: "Similarity by edit distance to the expected text, 0 to 1; passes at `min` (default 0.8).",
  options: () => ({}),
  needsExpected: true,
  create: (spec) => {
    const min = spec.min ?? DEFAULT_MIN;
    return {
      grade(text, { expected }) {
        const actual = text.normalize("NFC");
        const target = textForm(expected ?? "").normalize("NFC");
        const longer = Math.max(actual.length, target.length);
        if (longer > MAX_CHARACTERS)
          return ungraded(`too long for an edit distance: ${longer} characters, at most ${MAX_CHARACTERS}`);
        // One division, so that 8 of 10 is 0.8 and not a little less.
        const score = longer === 0 ? 1 : (longer - distance(actual, target)) / longer;
        const pass = score >= min;
        return {
          status: "scored",
          score,
          pass,
          label: null,
          reason: pass ? null : `similarity ${round(score)} is below ${min}`,
        };
      },
    };
  },
};
