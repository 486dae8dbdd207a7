import { z } from "zod";
import type { GraderDefinition } from "./definition.ts";
import { failed, passed } from "./grade.ts";

type Unit = "characters" | "words" | "lines";
type Options = { readonly min?: number; readonly max?: number; readonly unit?: Unit };

/** `min` and `max` are lengths here: a length has no graded score that the common `min` could bound. */
export const length: GraderDefinition = {
  type: "length",
  description: "The text has at least `min` and at most `max` characters (code points), words or lines.",
  options: () => ({
    min: z.int().nonnegative().optional(),
    max: z.int().nonnegative().optional(),
    unit: z.enum(["characters", "words", "lines"]).optional(),
  }),
  needsExpected: false,
  check: (spec) => {
    const { min, max } = spec.options as Options;
    if (min === undefined && max === undefined) return [{ path: "", message: "state min, max or both" }];
    if (min !== undefined && max !== undefined && min > max)
      return [{ path: "max", message: `max is below min (${min})` }];
    return [];
  },
  create: (spec) => {
    const { min = 0, max = Number.POSITIVE_INFINITY, unit = "characters" } = spec.options as Options;
    return {
      grade(text) {
        const count = measure(text, unit);
        if (count < min) return failed(`${count} ${unit}, at least ${min} wanted`);
        return count > max ? failed(`${count} ${unit}, at most ${max} wanted`) : passed;
      },
    };
  },
};

function measure(text: string, unit: Unit): number {
  if (unit === "words") return text.match(/\S+/g)?.length ?? 0;
  // A newline ends a line; it does not begin another.
  if (unit === "lines") return text === "" ? 0 : text.replace(/\r?\n$/, "").split("\n").length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
