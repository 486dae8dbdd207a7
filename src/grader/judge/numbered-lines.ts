import { spokenText } from "./spoken-text.ts";
import { plainVerdict } from "./verdict.ts";

export interface NumberedLine {
  readonly verdict: string;
  /** What follows the verdict after a colon; "" without. */
  readonly text: string;
}

/**
 * The lines `WORD 1: VERDICT` or `WORD 1: VERDICT: text` of a reply, by number. The last of a number counts; null when
 * one of these says a verdict that is not on offer: then nobody knows what was meant.
 */
export function numberedLines(
  reply: string,
  word: string,
  verdicts: readonly string[],
): ReadonlyMap<number, NumberedLine> | null {
  const line = new RegExp(
    `^[ \\t*_\`#-]{0,12}${word}[ \\t]{0,3}(\\d{1,4})[ \\t*_\`]{0,8}:[ \\t*_\`]{0,8}([^:\\n]*)(?::(.*))?$`,
    "gim",
  );
  const found = new Map<number, NumberedLine>();
  const unclear = new Set<number>();
  for (const [, number, said = "", text = ""] of spokenText(reply).matchAll(line)) {
    const verdict = verdicts.find((offered) => plainVerdict(offered) === plainVerdict(said));
    // A judge may argue in lines like these before it decides in them.
    if (verdict === undefined) unclear.add(Number(number));
    else {
      unclear.delete(Number(number));
      found.set(Number(number), { verdict, text: text.replace(/^[\s*_`]+/, "").trim() });
    }
  }
  return unclear.size > 0 ? null : found;
}

/** Numbered lines from 1 without a gap and the line `WORDS: n` that closes them; null: some of it is missing. */
export function closedLines(reply: string, word: string, verdicts: readonly string[]): readonly NumberedLine[] | null {
  const lines = numberedLines(reply, word, verdicts);
  if (lines === null) return null;
  let count: number | null = null;
  const closing = new RegExp(
    `^[ \\t*_\`#-]{0,12}${word}s[ \\t*_\`]{0,8}:[ \\t*_\`]{0,8}(\\d{1,4})[ \\t*_\`.]{0,8}$`,
    "gim",
  );
  for (const match of spokenText(reply).matchAll(closing)) count = Number(match[1]);
  if (count !== lines.size) return null;
  const list: NumberedLine[] = [];
  for (let number = 1; number <= count; number++) {
    const line = lines.get(number);
    if (line === undefined) return null;
    list.push(line);
  }
  return list;
}

/** What lines 1 to `count` say; null: one is missing. Lines of other numbers mean that the judge has lost count. */
export function countedLines(
  reply: string,
  word: string,
  verdicts: readonly string[],
  count: number,
): readonly NumberedLine[] | null {
  const lines = numberedLines(reply, word, verdicts);
  if (lines === null || lines.size !== count) return null;
  const list = Array.from({ length: count }, (_, index) => lines.get(index + 1));
  return list.every((line) => line !== undefined) ? list : null;
}
