import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { failed, passed, ungraded } from "./grade.ts";

type Unit = "characters" | "words" | "sentences" | "lines" | "tokens";
type Options = { readonly min?: number; readonly max?: number; readonly unit?: Unit };

/** Finding sentences takes about a second for a million characters. */
const MAX_CHARACTERS = 200_000;

/** `min` and `max` are lengths here: a length has no graded score that the common `min` could bound. */
export const length: GraderDefinition = {
  type: "length",
  description:
    "The text has at least `min` and at most `max` characters (code points), words, sentences, lines, or tokens as the API counts them.",
  options: () => ({
    min: z.int().nonnegative().optional(),
    max: z.int().nonnegative().optional(),
    unit: z.enum(["characters", "words", "sentences", "lines", "tokens"]).optional(),
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
      grade(text, { usage }) {
        if (unit === "sentences" && text.length > MAX_CHARACTERS)
          return ungraded(`too long to count sentences (${text.length} characters; at most ${MAX_CHARACTERS})`);
        const count = unit === "tokens" ? usage.outputTokens : measure(text, unit);
        if (count === null) return ungraded("the API did not say how many tokens it wrote");
        if (count < min) return failed(`${count} ${unit}, at least ${min} wanted`);
        return count > max ? failed(`${count} ${unit}, at most ${max} wanted`) : passed;
      },
    };
  },
};

function measure(text: string, unit: Exclude<Unit, "tokens">): number {
  if (unit === "words") return text.match(/\S+/g)?.length ?? 0;
  // A newline ends a line; it does not begin another.
  if (unit === "lines") return text === "" ? 0 : text.replace(/(?:\r\n|[\r\n])$/, "").split(/\r\n|[\r\n]/).length;
  if (unit === "sentences") {
    // Of no language in particular: "e.g. this" is one sentence or two, as Unicode's rules have it.
    let sentences = 0;
    for (const { segment } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(text))
      if (/[\p{L}\p{N}]/u.test(segment)) sentences += 1;
    return sentences;
  }
  let count = 0;
  for (const _ of text.normalize("NFC")) count += 1;
  return count;
}
