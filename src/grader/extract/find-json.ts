import { type ParsedJson, parseJson } from "../text-form.ts";
import { findCodeBlock } from "./find-block.ts";

/** The JSON in a text: the whole text, else its last code block, else the first balanced object or list. */
export function findJson(text: string): ParsedJson {
  const whole = parseJson(text);
  if (whole.ok) return whole;
  const block = findCodeBlock(text);
  const inBlock: ParsedJson = block === null ? { ok: false } : parseJson(block);
  return inBlock.ok ? inBlock : findBalanced(text);
}

/** Characters that may be looked at for each one of the text: a million open brackets must not take a million passes. */
const PASSES = 16;

function findBalanced(text: string): ParsedJson {
  let budget = Math.max(1 << 20, text.length * PASSES);
  const opener = /[{[]/g;
  for (let match = opener.exec(text); match !== null && budget > 0; match = opener.exec(text)) {
    const end = balancedEnd(text, match.index);
    budget -= (end ?? text.length) - match.index;
    if (end === null) continue;
    const parsed = parseJson(text.slice(match.index, end));
    if (parsed.ok) return parsed;
  }
  return { ok: false };
}

/** Index after the bracket that closes the one at `start`, strings respected; null where it stays open. */
function balancedEnd(text: string, start: number): number | null {
  const token = /["{}[\]]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [sign] = match;
    if (sign === '"') {
      const close = stringEnd(text, match.index);
      if (close === null) return null;
      token.lastIndex = close;
    } else if (sign === "{" || sign === "[") depth += 1;
    else if (--depth === 0) return match.index + 1;
  }
  return null;
}

function stringEnd(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "\\") at += 1;
    else if (sign === '"') return at + 1;
    else if (sign === "\n") return null;
  }
  return null;
}
