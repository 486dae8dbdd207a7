import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { type Comparison, statesValue, textForm } from "./text-form.ts";

/** A list is compared as a list, not as alternatives: that is `one_of`. */
export const exact: GraderDefinition = {
  type: "exact",
  description: "The text equals the expected value; an expected value that is no text is compared in its JSON form.",
  options: () => ({ ignore_case: z.boolean().optional(), trim: z.boolean().optional() }),
  needsExpected: true,
  create: (spec) => {
    const how = spec.options as Comparison;
    return {
      grade(text, { expected }) {
        if (expected === undefined) return ungraded(NO_EXPECTED);
        return passOrFail(
          statesValue(text, expected, how),
          () => `expected ${quote(textForm(expected))}, got ${quote(text)}`,
        );
      },
    };
  },
};
