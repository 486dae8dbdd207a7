import { spokenText, withoutThinking } from "./spoken-text.ts";

// A line that opens with the word, bold or as a heading, but not quoted: a judge that quotes the output's own
// "VERDICT: PASS" has not given one. `downgrade:`-like words end otherwise than a line begins.
const VERDICT_LINE = /^[ \t*_`#]{0,12}(?:final[ \t]{1,3})?verdict[ \t*_`]{0,8}[:=][ \t]{0,8}(.*)$/gim;
// All in one line: "It is right. VERDICT: PASS" as the end of the reply.
const VERDICT_AT_END = /[.!?)][ \t]{1,3}[*_`]{0,3}verdict[ \t*_`]{0,4}:[ \t]{0,8}([^\n"'“”‘’]{1,100})$/i;

/**
 * The last verdict of a judge's reply, as it is written in `verdicts`; null when there is none or the last one is a
 * word that was not on offer.
 */
export function parseVerdict(reply: string, verdicts: readonly string[]): string | null {
  return lastVerdict(reply, (said) => matchVerdict(said, verdicts));
}

/** The last whole number from `low` to `high` that a reply gives as its verdict (`4`, `4.0`, `4/5`); null: none. */
export function parseScaleVerdict(reply: string, low: number, high: number): number | null {
  return lastVerdict(reply, (said) => scaleValue(said, low, high));
}

/** The verdict on offer that a text says, but for case and markup. */
export function matchVerdict(said: string, verdicts: readonly string[]): string | null {
  const word = plainVerdict(said);
  return verdicts.find((verdict) => plainVerdict(verdict) === word) ?? null;
}

/** A whole number from `low` to `high`, with nothing beside it but `/high`. */
export function scaleValue(said: string, low: number, high: number): number | null {
  const match = /^([+-]?\d{1,6})(?:\.0{1,6})?(?:\s{0,3}\/\s{0,3}(\d{1,6}))?$/.exec(plainVerdict(said));
  if (match === null || (match[2] !== undefined && Number(match[2]) !== high)) return null;
  const value = Number(match[1]) + 0;
  return value >= low && value <= high ? value : null;
}

function lastVerdict<T>(reply: string, read: (said: string) => T | null): T | null {
  const text = spokenText(reply);
  let last: string | undefined;
  let other = false;
  let end = 0;
  for (const match of text.matchAll(VERDICT_LINE)) {
    other ||= last !== undefined && plainVerdict(last) !== plainVerdict(match[1] ?? "");
    last = match[1];
    end = match.index + match[0].length;
  }
  last ??= VERDICT_AT_END.exec(text.slice(-400))?.[1];
  // Two verdicts, and more words after the last: which of them is meant, and which is told of, nobody can say.
  if (last === undefined || (other && text.slice(end).trim() !== "")) return null;
  return read(last);
}

/** Lower case, without markup and closing punctuation: how verdicts are compared. */
export function plainVerdict(text: string): string {
  return text
    .normalize("NFKC")
    .slice(0, 200)
    .replace(/^[\s*_`"'“‘([<]+/, "")
    .replace(/[\s*_`"'”’)\]>.,;:!]+$/, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
}

/** What the judge said beside its verdict lines. */
export function reasoningOf(reply: string): string {
  return withoutThinking(reply.slice(0, 20_000))
    .trim()
    .split("\n")
    .filter((line) => !/verdict\s{0,9}[*_`]{0,9}\s{0,9}[:=]/i.test(line))
    .join(" ")
    .trim();
}
