import { findNumberText } from "../extract/find-number.ts";

/** The group that begins at `open` (an opening brace): its inside and where it ends; null when it is never closed. */
export function braced(text: string, open: number): { readonly inside: string; readonly end: number } | null {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "\\") at += 1;
    else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return { inside: text.slice(open + 1, at), end: at + 1 };
    }
  }
  return null;
}

/** Only the end of a long text is looked at: that is where an answer stands. */
const TAIL = 20_000;
const MATHS = /\$\$([^$]+)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|\$([^$\n]+)\$/g;
const STATED = /\b(?:answer|result|solution)\b[^\n.:$\\]{0,30}?(?:\bis\b|:)\s*([^\n]+)/gi;
/** Between boxes that are one answer: `\boxed{1}, \boxed{2} and \boxed{3}`. */
const BETWEEN_BOXES = /^(?:[\s$,;.&]|\\quad|\\text\{[^{}]{0,10}\}|\\[(),[\]]|\band\b|\bor\b){0,12}$/;

/**
 * The mathematics that a text settles on: the last `\boxed{…}` (or the last few in a row), else what follows "the
 * answer is", else the last formula in dollars or brackets, else the last number of a sentence, else the text itself.
 */
export function findMathAnswer(whole: string): string {
  const text = whole.slice(-TAIL).replace(/\\beginboxed/g, "\\boxed");
  const boxes = lastBoxes(text);
  if (boxes !== null) return boxes;
  const stated = statedIn(text);
  const place = stated === undefined ? text : stated;
  const formulas = [...place.replaceAll("\\$", "").matchAll(MATHS)];
  const formula = formulas.at(-1);
  if (formula !== undefined) {
    const listed = place
      .replaceAll("\\$", "")
      .replace(MATHS, "")
      .replace(/\band\b|\bor\b|[\s,;.]/g, "");
    if (formulas.length > 1 && listed === "") return formulas.map(insideOf).join(", ");
    const after = place.slice(place.lastIndexOf(formula[0]) + formula[0].length);
    // "The largest $n$ is 34."
    const number = /^[a-z]\b|^[a-z]\([a-z]\)$|^[A-Z]+$/i.test(insideOf(formula).trim()) ? findNumberText(after) : null;
    if (number !== null && /^\s*\bis\b/.test(after)) return number;
    return `${insideOf(formula)}${/^\s*(?:%|percent\b|pct\b)/.test(after) ? "\\%" : ""}`;
  }
  if (stated !== undefined) return numberOf(stated.replace(/[.\s*]+$/, ""));
  return numberOf(text);
}

/** After the last "the answer is", to the end of the sentence. */
function statedIn(text: string): string | undefined {
  let found = [...text.matchAll(STATED)].at(-1)?.[1];
  // "Final Answer: The final answer is 5."
  for (let round = 0; round < 3 && found !== undefined; round += 1) {
    const within = [...found.matchAll(STATED)].at(-1)?.[1];
    if (within === undefined) break;
    found = within;
  }
  return found?.split(/\.\s+(?=[A-Z<])/)[0];
}

/** Of a sentence its last number; a formula as it is. */
function numberOf(text: string): string {
  const words = text.match(/(?<![\\\p{L}])\p{L}{2,}/gu)?.length ?? 0;
  return words > 3 ? (findNumberText(text) ?? text) : text;
}

function insideOf(match: RegExpMatchArray): string {
  return match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
}

function lastBoxes(text: string): string | null {
  const boxes: { inside: string; start: number; end: number }[] = [];
  for (const match of text.matchAll(/\\(?:boxed|fbox)\s?(\{|\S{1,20})/g)) {
    const open = match.index + match[0].length - (match[1] ?? "").length;
    const group =
      match[1] === "{" ? braced(text, open) : { inside: match[1] ?? "", end: open + (match[1] ?? "").length };
    // One within another counts once, as the outer one.
    if (group !== null && match.index >= (boxes.at(-1)?.end ?? 0))
      boxes.push({ inside: group.inside, start: match.index, end: group.end });
  }
  const last = boxes.at(-1);
  if (last === undefined) return null;
  const row = [last];
  for (let index = boxes.length - 2; index >= 0; index -= 1) {
    const [box, next] = [boxes[index], row[0]];
    if (box === undefined || next === undefined || !BETWEEN_BOXES.test(text.slice(box.end, next.start))) break;
    row.unshift(box);
  }
  const [only] = row;
  // The same box again is the answer repeated, not a second one.
  const distinct = [...new Set(row.map(({ inside }) => inside.trim()))];
  return distinct.length === 1 ? (only?.inside ?? "") : distinct.join(", ");
}
