import { cutToWidth, displayWidth } from "./display-width.ts";

/** Model output is hostile text: nothing in it may move a cursor, colour a terminal, break a table, or command a CI. */

// C0 and C1 controls but tab and newline, halves of surrogate pairs, and the marks that reorder text (bidi), break
// lines unseen or hide in it (zero width, soft hyphen, tags).
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/**
 * The character without which the log of a CI system has no command in it: they obey what a program prints, `::error …::`
 * at the start of a line (GitHub), `##[error]`, `##vso[…]`, `##teamcity[…]` anywhere (GitHub, Azure, TeamCity). Where a
 * line will start is not known here: any place counts but within a word, as `std::error` is.
 */
export const CI_COMMAND =
  /(?<=##\w{0,40})\[|(?<![\w:]):(?=:(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning)\b)/gi;

/** Control characters, and what a CI would obey, shown as `\x1b`-like text. */
export function visibleText(text: string): string {
  const safe = text.replace(UNSAFE, codeText);
  // No command is without one of the two, and looking for them is ten times as fast.
  return safe.includes("##") || safe.includes("::") ? safe.replace(CI_COMMAND, codeText) : safe;
}

function codeText(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

/** Every run of white space, line breaks of any kind among it, is one space. */
export function oneLine(text: string): string {
  // A single space is left alone: most white space is one.
  return visibleText(text.replace(/[^\S ]\s*| \s+/g, " ").trim());
}

/** One line of at most so many columns of a terminal. */
export function excerpt(text: string, columns: number): string {
  // Cut before the work: a text may have megabytes. Not in the middle of a pair.
  const start = text.slice(0, columns * 4).replace(/[\ud800-\udbff]$/, "");
  const line = oneLine(start);
  if (start.length === text.length && displayWidth(line) <= columns) return line;
  return `${cutToWidth(line, columns - 1)}…`;
}

/** Text in a Markdown table cell or line: no pipe, tag, link, mention or line break of its own. */
export function markdownText(text: string): string {
  return (
    oneLine(text)
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // Links that need no brackets: `https://…`, `www.…`.
      .replace(/[\\`*[\]!|~]|(?<!\w)_|_(?!\w)|:(?=\/\/)|(?<=\bwww)\./gi, (character) => `\\${character}`)
      // GitHub notifies people whose names it finds, and numbers become links: an empty character stops both.
      .replace(/([@#])(?=\w)/g, "$1&#8203;")
  );
}

/** Text as Markdown code: nothing in it is anything but text. One line; in a table only without a pipe. */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  if (line === "") return "";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A name in a table cell: as code, unless it holds what code cannot hold there. */
export function markdownName(name: string): string {
  return /[|\\`]/.test(name) ? markdownText(name) : markdownCode(name);
}
