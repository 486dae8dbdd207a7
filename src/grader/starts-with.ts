import { z } from "zod";
import type { GraderDefinition } from "./definition.ts";
import { NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { comparable, textForm } from "./text-form.ts";

type Options = { readonly value?: string; readonly ignoreCase?: boolean };

export const startsWith: GraderDefinition = {
  type: "starts_with",
  description: "The text begins with a value (default: the expected one); blanks before it are ignored.",
  options: () => ({ value: z.string().optional(), ignore_case: z.boolean().optional() }),
  needsExpected: false,
  check: (spec) =>
    (spec.options as Options).value?.trim() === ""
      ? [{ path: "value", message: "every text begins with an empty value" }]
      : [],
  create: (spec) => {
    const options = spec.options as Options;
    return {
      grade(text, { expected }) {
        const stated = options.value ?? expected;
        if (stated === undefined) return ungraded(NO_EXPECTED);
        const how = { ignoreCase: options.ignoreCase ?? false, trim: false };
        const value = comparable(textForm(stated).trimStart(), how);
        if (value === "") return ungraded("every text begins with an empty value");
        return passOrFail(
          comparable(text.trimStart(), how).startsWith(value),
          () => `expected to begin with ${quote(value)}, got ${quote(text)}`,
        );
      },
    };
  },
};
