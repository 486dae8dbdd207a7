import { z } from "zod";
import type { GraderDefinition } from "./definition.ts";
import { NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { comparable, textForm } from "./text-form.ts";

type Options = { readonly value?: string; readonly ignoreCase?: boolean };

export const endsWith: GraderDefinition = {
  type: "ends_with",
  description: "The text ends with a value (default: the expected one); blanks behind it are ignored.",
  options: () => ({ value: z.string().optional(), ignore_case: z.boolean().optional() }),
  needsExpected: false,
  check: (spec) =>
    (spec.options as Options).value?.trim() === ""
      ? [{ path: "value", message: "every text ends with an empty value" }]
      : [],
  create: (spec) => {
    const options = spec.options as Options;
    return {
      grade(text, { expected }) {
        const stated = options.value ?? expected;
        if (stated === undefined) return ungraded(NO_EXPECTED);
        const how = { ignoreCase: options.ignoreCase ?? false, trim: false };
        const value = comparable(textForm(stated).trimEnd(), how);
        if (value === "") return ungraded("every text ends with an empty value");
        // Its end is what a reader of the reason wants to see.
        return passOrFail(
          comparable(text.trimEnd(), how).endsWith(value),
          () => `expected to end with ${quote(value)}, got ${quote(text.trimEnd().slice(-80))}`,
        );
      },
    };
  },
};
