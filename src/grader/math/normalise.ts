import { braced } from "./find-answer.ts";

const UNIT =
  "(?:square |sq\\.? |cubic )?(?:degrees?|cm|mm|km|m|kg|g|lbs?|pounds?|inch(?:es)?|in|feet|foot|ft|yards?|miles?|mph|meters?|metres?|centimeters?|units?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|cents?|yuan|liters?|litres?|ml|euros?|points?|ways|people|USD|EUR)";
const TRAILING_UNIT = new RegExp(
  `(?<=[\\d})\\]]\\s*)(?:\\\\[,;: ]|\\s)*${UNIT}(?:\\^\\{?[23]\\}?|[²³])?(?:/(?:${UNIT}))?\\s*\\.?\\s*$`,
);
const TEXT = /\\(?:text|textbf|textit|textrm|textnormal|mbox|mathrm|mathbf|mathit|operatorname|rm|bf)\s?\{/;

export interface Normal {
  /** LaTeX in one spelling, without what says nothing: `\left`, blanks, units, currency, degrees. */
  readonly latex: string;
  readonly percent: boolean;
}

/**
 * One spelling of a formula, after the script that grades Hendrycks' MATH: fractions, roots, sizes of brackets, units,
 * texts, percent, degrees, currency, separators of thousands, zeros before the point.
 */
export function normaliseMath(source: string): Normal {
  // Escaped twice, as data often is; in a matrix two backslashes end a row.
  const single = /(?<!\\)\\begin/.test(source) ? source : source.replace(/\\\\(?=[a-zA-Z])/g, "\\");
  let text = single
    .normalize("NFC")
    .replace(/\\(?:left|right|bigg?|Bigg?|bigl|bigr|displaystyle|textstyle|limits)(?![a-zA-Z])\.?/g, "")
    .replace(/\\\$|\$/g, "")
    .replace(/[−–\uff0d]/g, "-")
    .replace(/\\(?:[dtc]frac)/g, "\\frac")
    .replace(/\\(?:neq|ne)(?![a-zA-Z])|!=/g, "≠")
    .replace(/\\(?:leq?|leqslant)(?![a-zA-Z])|<=/g, "≤")
    .replace(/\\(?:geq?|geqslant)(?![a-zA-Z])|>=/g, "≥")
    .replace(/\\lt(?![a-zA-Z])/g, "<")
    .replace(/\\gt(?![a-zA-Z])/g, ">")
    .replace(/π/g, "\\pi ")
    .replace(/∞/g, "\\infty ")
    .replace(/√\s?(\d+|[a-zA-Z])/g, "\\sqrt{$1}")
    .replace(/×/g, "\\times ")
    .replace(/·/g, "\\cdot ")
    .replace(/(\d)\s*(?:\\!|\{,\}|,\s?\\!\s?|\\,)\s*(?=\d{3})/g, "$1")
    .replace(/,\\!\s?(?=\d{3})/g, "")
    .replace(/(?<!\\)\\(?:[!;:,> ]|q?quad)|~/g, " ")
    .replace(/\^\s?\{?\s?\\(?:circ|degree)\s?\}?|\\degree|°/g, "")
    .trim();
  const percent = /\\?%|\b(?:percent(?:age)?|pct)\b/.test(text);
  text = text
    .replace(/\\?%|\b(?:percent(?:age)?|pct)\b/g, "")
    .replace(/[.\s]+$/, "")
    .trim();
  text = withoutTexts(text).replace(TRAILING_UNIT, "").trim();
  text = asciiMath(text);
  if (!/[([{]/.test(text))
    text = text.replace(/(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)/g, (number) => number.replaceAll(",", ""));
  text = text
    .replace(/\\frac\s?(\d)\s?(\d)/g, "\\frac{$1}{$2}")
    .replace(/\\frac\s?(\d)\s?(?=\{)/g, "\\frac{$1}")
    .replace(/(\\frac\{[^{}]*\})\s?(\d)/g, "$1{$2}")
    .replace(/\\sqrt\s?(\d|[a-zA-Z])/g, "\\sqrt{$1}")
    .replace(/(?<![\d.])\.(?=\d)/g, "0.")
    .replace(/\s+/g, " ")
    .trim();
  return { latex: text, percent };
}

/** `\text{and}` is a comma, `\text{ cm}` behind a number is nothing; a text alone is its word. */
function withoutTexts(source: string): string {
  let text = source;
  for (let round = 0; round < 50; round += 1) {
    const match = TEXT.exec(text);
    if (match === null) break;
    const group = braced(text, match.index + match[0].length - 1);
    if (group === null) break;
    const before = text.slice(0, match.index);
    const word = group.inside.trim();
    const rest = text.slice(group.end);
    const isUnit =
      /[\d})]\s*$/.test(before) &&
      !/^(?:and|or|,)/.test(word) &&
      !/^[eidπ]$/.test(word) &&
      /^[\s^{}\d²³.]*$/.test(rest);
    if (isUnit) return before;
    text = `${before}${/^(?:and|or)$/.test(word) ? "," : ` ${word} `}${rest}`;
  }
  return text.replace(/(?<=[\d})\]])\s*,?\s*\b(?:and|or)\b\s*(?=[-\\({\d\p{L}])/gu, ",").replace(/,\s*,/g, ",");
}

/** `sqrt(3)`, `2**(1/4)`, `3*x`, `pi`: as people write without LaTeX. */
function asciiMath(source: string): string {
  let text = source.replaceAll("**", "^").replace(/(?<![\\a-zA-Z])(?:pi)(?![a-zA-Z])/g, "\\pi ");
  text = text.replace(/(?<![\\a-zA-Z])(?:infinity|oo)(?![a-zA-Z])/g, "\\infty ");
  text = text.replace(/(?<![\\a-zA-Z])(sin|cos|tan|ln|log|exp)(?=[\s(])/g, "\\$1");
  for (let round = 0; round < 50; round += 1) {
    const match = /(?<![\\a-zA-Z])sqrt\s?\(|\^\s?\(/.exec(text);
    if (match === null) break;
    const open = match.index + match[0].length - 1;
    const end = closing(text, open);
    if (end === null) break;
    const head = match[0].startsWith("^") ? "^" : "\\sqrt";
    text = `${text.slice(0, match.index)}${head}{${text.slice(open + 1, end)}}${text.slice(end + 1)}`;
  }
  return text.replace(/\*/g, "\\cdot ");
}

function closing(text: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}
