import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { ungraded } from "./grade.ts";
import { bleuStatistics, sentenceBleu } from "./text/bleu-score.ts";
import { DEFAULT_MIN, gradeAt } from "./text/grade-best.ts";
import { NO_REFERENCES, referencesOf } from "./text/references.ts";
import { tokenize13a } from "./text/tokenize-13a.ts";

/**
 * sacrebleu with its defaults (13a, exp), divided by 100; several expected texts are references of one sentence. A
 * trial's score is its sentence BLEU with either variant; `parts` hold the statistics that corpus BLEU is computed
 * from (`corpusBleu`), which is no mean of sentence scores.
 */
export const bleu: GraderDefinition = {
  type: "bleu",
  description:
    "Sentence BLEU against the expected text or texts (sacrebleu / 100), 0 to 1; passes at `min` (default 0.8). `parts` hold the statistics for corpus BLEU.",
  options: () => ({ variant: z.enum(["sentence", "corpus"]).optional() }),
  needsExpected: true,
  create: (spec) => ({
    grade(text, { expected }) {
      const stated = referencesOf(expected);
      if (stated.length === 0) return ungraded(NO_REFERENCES);
      // An empty reference is none (sacrebleu): its length would take the penalty off any short text.
      const references = stated
        .map((reference) => tokenize13a(reference.normalize("NFC")))
        .filter(({ length }) => length > 0);
      if (references.length === 0) return ungraded("the expected text has no word to compare with");
      const statistics = bleuStatistics(tokenize13a(text.normalize("NFC")), references);
      return {
        ...gradeAt(sentenceBleu(statistics), spec.min ?? DEFAULT_MIN, "BLEU", stated.join(" | "), text),
        parts: {
          matches: [...statistics.matches],
          totals: [...statistics.totals],
          length: statistics.length,
          reference_length: statistics.referenceLength,
        },
      };
    },
  }),
};
