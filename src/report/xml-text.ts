import { CI_COMMAND } from "./safe-text.ts";

/** Escape sequences of terminals: CSI, OSC and the two-character ones. */
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

// What XML 1.0 has no way to say, halves of surrogate pairs, and what is legal but moves or hides text (C1, bidi, tags).
const UNWANTED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
};

function clean(text: string, most: number): string {
  // Cut before the work: a text may have megabytes. Escape sequences may take some room of what is kept.
  const kept = text
    .slice(0, most * 2)
    .replace(ANSI, "")
    .replace(/\r\n?/g, "\n")
    .replace(UNWANTED, "");
  if (kept.length <= most && text.length <= most * 2) return kept;
  return `${kept.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Text between tags, at most `most` characters of it. */
export function xmlText(text: string, most: number): string {
  return noCommand(clean(text, most).replace(/[&<>]/g, (character) => ENTITIES[character] ?? ""));
}

/** The value of an attribute, in double quotes; line breaks and tabs survive. */
export function xmlAttribute(text: string, most: number): string {
  return `"${noCommand(clean(text, most).replace(/[&<>"\t\n]/g, (character) => ENTITIES[character] ?? ""))}"`;
}

/** The file may be printed into the log of a CI: who parses it reads the same. */
function noCommand(xml: string): string {
  return xml.replace(CI_COMMAND, (character) => `&#${character.charCodeAt(0)};`);
}
