import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { comparable, textForm } from "./text-form.ts";

type Options = { readonly value?: string; readonly ignoreCase?: boolean };

interface Edge {
  readonly type: string;
  readonly description: string;
  /** What the text should do with the value. */
  readonly verb: "begin" | "end";
  /** Takes the blanks off the edge that counts. */
  readonly trim: (text: string) => string;
  readonly matches: (text: string, value: string) => boolean;
  /** The part of a text that a reader of the reason wants to see. */
  readonly shown: (text: string) => string;
}

/** `starts_with` and `ends_with`: the same question of either edge. */
export function edgeOfText({ type, description, verb, trim, matches, shown }: Edge): GraderDefinition {
  const empty = `every text ${verb}s with an empty value`;
  return {
    type,
    description,
    options: () => ({ value: z.string().optional(), ignore_case: z.boolean().optional() }),
    needsExpected: false,
    check: (spec) => ((spec.options as Options).value?.trim() === "" ? [{ path: "value", message: empty }] : []),
    create: (spec) => {
      const options = spec.options as Options;
      const how = { ignoreCase: options.ignoreCase ?? false, trim: false };
      return {
        grade(text, { expected }) {
          const stated = options.value ?? expected;
          if (stated === undefined) return ungraded(NO_EXPECTED);
          const value = comparable(trim(textForm(stated)), how);
          if (value === "") return ungraded(empty);
          return passOrFail(
            matches(comparable(trim(text), how), value),
            () => `expected to ${verb} with ${quote(value)}, got ${quote(shown(text))}`,
          );
        },
      };
    },
  };
}
