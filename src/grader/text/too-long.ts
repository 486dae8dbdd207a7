import type { Graded } from "../../domain/grader.ts";
import { ungraded } from "../grade.ts";

/** Quadratic comparisons take seconds above it. Characters are code points. */
export const MAX_CHARACTERS = 50_000;

/** *Ungraded* when one of the texts is too long to be compared in quadratic time; null when none is. */
export function tooLong(texts: readonly string[]): Graded | null {
  // A character has one or two UTF-16 units: shorter texts need no counting.
  const longest = Math.max(0, ...texts.filter((text) => text.length > MAX_CHARACTERS).map(characters));
  return longest > MAX_CHARACTERS
    ? ungraded(`too long (${longest} characters; at most ${MAX_CHARACTERS.toLocaleString("en")})`)
    : null;
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
