import * as z from "zod";
import type { Json } from "../domain/json.ts";
import type { GraderDefinition } from "./definition.ts";
import { NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { type Comparison, statesValue, textForm } from "./text-form.ts";

type Options = Comparison & { readonly values?: readonly Json[] };

export const oneOf: GraderDefinition = {
  type: "one_of",
  description: "The text equals one of several values: its own, or the case's expected list.",
  options: () => ({
    values: z.array(z.json()).min(1).optional(),
    ignore_case: z.boolean().optional(),
    trim: z.boolean().optional(),
  }),
  needsExpected: false,
  create: (spec) => {
    const options = spec.options as Options;
    return {
      grade(text, { expected }) {
        const values = options.values ?? (Array.isArray(expected) || expected === undefined ? expected : [expected]);
        if (values === undefined) return ungraded(NO_EXPECTED);
        if (values.length === 0) return ungraded("the case's expected list is empty");
        return passOrFail(
          values.some((value) => statesValue(text, value, options)),
          () => `${quote(text)} is none of ${quote(values.map(textForm).join(", "))}`,
        );
      },
    };
  },
};
