import * as z from "zod";
import { messageOf } from "../base/errors.ts";
import { compileRegex, REGEX_TIMEOUT_MS } from "./bounded-regex.ts";
import type { GraderDefinition } from "./definition.ts";
import { passOrFail, quote, ungraded } from "./grade.ts";

type Options = { readonly pattern: string; readonly flags?: string };

export const regex: GraderDefinition = {
  type: "regex",
  description: "A regular expression (JavaScript's) matches somewhere in the text.",
  options: () => ({ pattern: z.string().min(1), flags: z.string().optional() }),
  needsExpected: false,
  check: (spec) => {
    const { pattern, flags } = spec.options as Options;
    try {
      compileRegex(pattern, flags);
      return [];
    } catch (error) {
      return [{ path: "pattern", message: messageOf(error) }];
    }
  },
  create: (spec) => {
    const { pattern, flags } = spec.options as Options;
    const compiled = compileRegex(pattern, flags);
    return {
      grade(text) {
        const result = compiled.test(text);
        if (result.status === "timeout") return ungraded(`/${pattern}/ took more than ${REGEX_TIMEOUT_MS} ms`);
        return passOrFail(result.value, () => `/${pattern}/ does not match ${quote(text)}`);
      },
    };
  },
};
