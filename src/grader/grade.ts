import type { Graded } from "../domain/grader.ts";

/** What a grader says when neither the suite nor the dataset states what is right. */
export const NO_EXPECTED = "the case has no expected value";

export const passed: Graded = { status: "scored", score: 1, pass: true, label: null, reason: null };

export function failed(reason: string, score = 0): Graded {
  return { status: "scored", score, pass: false, label: null, reason };
}

export function ungraded(reason: string): Graded {
  return { status: "ungraded", reason };
}

export function passOrFail(pass: boolean, reason: () => string): Graded {
  return pass ? passed : failed(reason());
}

const SHOWN = 80;

/** A text in quotation marks on one line, cut at 80 characters: reasons are for reading. */
export function quote(text: string): string {
  // Cut before anything else: a text may have a million characters.
  const line = text
    .slice(0, SHOWN * 4)
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  const cut = characters.length > SHOWN || text.length > SHOWN * 4;
  return `"${characters.slice(0, SHOWN).join("")}${cut ? "…" : ""}"`;
}

/** Three decimals, rounded down, so that a score below its bound never reads like the bound. */
export function round(score: number): string {
  return String(Math.floor(score * 1000) / 1000);
}
