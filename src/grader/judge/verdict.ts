/** Zero-width and direction marks, soft hyphens: invisible, and some models sprinkle them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

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
  const text = reply.normalize("NFKC").replace(INVISIBLE, "").replace(/\r\n?/g, "\n").trimEnd();
  let last: string | undefined;
  for (const match of text.matchAll(VERDICT_LINE)) last = match[1];
  last = VERDICT_AT_END.exec(text.slice(-400))?.[1] ?? last;
  if (last === undefined) return null;
  const word = plainVerdict(last);
  return verdicts.find((verdict) => plainVerdict(verdict) === word) ?? null;
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
