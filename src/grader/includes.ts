import * as z from "zod";
import type { Json } from "../domain/json.ts";
import type { GraderDefinition } from "./definition.ts";
import { NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { type Comparison, comparable, textForm } from "./text-form.ts";

type Options = Comparison & { readonly value?: Json; readonly values?: readonly Json[]; readonly all?: boolean };

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const includes: GraderDefinition = {
  type: "includes",
  description: "The text contains a value, or one of several (all of them with `all: true`).",
  options: () => ({
    value: scalar.optional(),
    values: z.array(scalar).min(1).optional(),
    all: z.boolean().optional(),
    ignore_case: z.boolean().optional(),
  }),
  needsExpected: false,
  check: (spec) => {
    const { value, values = [] } = spec.options as Options;
    const problems: { path: string; message: string }[] = [];
    if (value !== undefined && values.length > 0) {
      problems.push({ path: "values", message: "value and values exclude each other; keep one" });
    }
    if (value === "") problems.push({ path: "value", message: "an empty value is in every text" });
    values.forEach((item, index) => {
      if (item === "") problems.push({ path: `values[${index}]`, message: "an empty value is in every text" });
    });
    return problems;
  },
  create: (spec) => {
    const options = spec.options as Options;
    const how = { ignoreCase: options.ignoreCase ?? false, trim: false };
    const own = options.values ?? (options.value === undefined ? undefined : [options.value]);
    return {
      grade(text, { expected }) {
        const stated = own ?? (Array.isArray(expected) || expected === undefined ? expected : [expected]);
        if (stated === undefined) return ungraded(NO_EXPECTED);
        const values = stated.map((value) => comparable(textForm(value), how));
        if (values.length === 0 || values.includes("")) return ungraded("an empty value is in every text");
        const whole = comparable(text, how);
        const absent = values.filter((value) => !whole.includes(value));
        return passOrFail(
          options.all === true ? absent.length === 0 : absent.length < values.length,
          () => `not in the text: ${quote(absent.join(", "))}`,
        );
      },
    };
  },
};
