/** Model output is hostile text: nothing in it may move a cursor, colour a terminal, or break a table. */

// C0 and C1 controls but newline and tab, and the marks that reorder text (bidi) or hide in it.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Control characters shown as `\x1b`-like text. */
export function visibleText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** One line of at most `length` characters. */
export function excerpt(text: string, length: number): string {
  // Cut before the work: a text may have megabytes.
  const line = visibleText(text.slice(0, length * 4))
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  return characters.length <= length && text.length <= length * 4
    ? line
    : `${characters.slice(0, length - 1).join("")}…`;
}

/** Markdown in a table cell: no pipe, no tag, no link, no line break of its own. */
export function markdownCell(text: string): string {
  return visibleText(text)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>()#+!|~]/g, (character) =>
      character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`,
    );
}
