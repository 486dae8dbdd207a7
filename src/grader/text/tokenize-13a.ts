/** Blanks as Python has them, which the reference is written in: other than `\s` of JavaScript. */
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = new RegExp(`[^${BLANK}]+`, "gu");
const FILLED = new RegExp(`[^${BLANK}]`, "u");
const ENTITIES: readonly (readonly [string, string])[] = [
  ["&quot;", '"'],
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
];

/** The words of sacrebleu's tokeniser 13a (mteval-v13a of WMT): punctuation apart, but for points inside numbers. */
export function tokenize13a(text: string): readonly string[] {
  const line = ENTITIES.reduce(
    (rest, [entity, character]) => rest.replaceAll(entity, character),
    trimEnd(text).replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " "),
  );
  return (
    ` ${line} `
      .replace(/[{-~[-` -&(-+:-@/]/g, " $& ")
      .replace(/([^0-9])([.,])/gu, "$1 $2 ")
      .replace(/([.,])([^0-9])/gu, " $1 $2")
      .replace(/([0-9])(-)/g, "$1 $2 ")
      .match(WORD) ?? []
  );
}

/** Character by character: a pattern for blanks at the end is quadratic in blanks that are not at the end. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !FILLED.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
