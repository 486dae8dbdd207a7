import type { GraderDefinition } from "./definition.ts";
import { editSimilarity } from "./text/edit-similarity.ts";
import { DEFAULT_MIN, gradeBest } from "./text/grade-best.ts";
import { referencesOf } from "./text/references.ts";
import { tooLong } from "./text/too-long.ts";

/** The best over several expected texts; *ungraded* above 50,000 characters. */
export const levenshtein: GraderDefinition = {
  type: "levenshtein",
  version: 2,
  description: "Similarity by edit distance to the expected text, 0 to 1; passes at `min` (default 0.8).",
  options: () => ({}),
  needsExpected: true,
  create: (spec) => ({
    grade(text, { expected }) {
      const references = referencesOf(expected);
      return (
        tooLong([text, ...references]) ??
        gradeBest({
          text,
          references,
          min: spec.min ?? DEFAULT_MIN,
          name: "similarity",
          score: (reference) => editSimilarity(text, reference),
        })
      );
    },
  }),
};
