// `A:` opens a line, because "Option A: …" is no answer; `Answer:` stands anywhere ("Final answer:"); bold is allowed.
const MARKER = /(?:^[ \t>*_-]{0,8}A|(?<![\p{L}\p{N}_])(?:[Aa]nswer|ANSWER))[*_]{0,3}[ \t]{0,4}[:：]|(?<!#)#{4}(?!#)/gmu;

/** What follows the last `A:`, `Answer:` or `####`, to the end of that line; null where there is none or nothing follows. */
export function findAnswerLine(text: string): string | null {
  let from: number | null = null;
  for (const match of text.matchAll(MARKER)) from = match.index + match[0].length;
  if (from === null) return null;
  const end = text.slice(from).search(/[\r\n]/);
  const line = (end === -1 ? text.slice(from) : text.slice(from, from + end)).trim();
  // The other half of bold around the marker or around the whole line.
  const inner = line
    .replace(/^[*_]{1,3}(?=\s|$)/, "")
    .replace(/^\*{2,3}/, "")
    .replace(/\*{2,3}$/, "")
    .trim();
  return inner === "" ? null : inner;
}

/** The last line that is not blank, trimmed; null where there is none. */
export function findLastLine(text: string): string | null {
  const trimmed = text.trimEnd();
  const line = trimmed.slice(Math.max(trimmed.lastIndexOf("\n"), trimmed.lastIndexOf("\r")) + 1).trim();
  return line === "" ? null : line;
}

/** What follows the last occurrence of a text, trimmed; null where there is none or nothing follows. */
export function findAfter(text: string, marker: string): string | null {
  const at = text.lastIndexOf(marker);
  const rest = at === -1 ? "" : text.slice(at + marker.length).trim();
  return rest === "" ? null : rest;
}
