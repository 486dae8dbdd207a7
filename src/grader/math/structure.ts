/** What a formula is made of, before anything in it is worked out. */
export type Shape =
  | { readonly kind: "formula"; readonly latex: string }
  /** `a, b, c` and `{a, b, c}`: in any order. */
  | { readonly kind: "set"; readonly items: readonly Shape[]; readonly braces: boolean }
  /** `(a, b)`, `[a, b)`: a tuple, a point or an interval. */
  | { readonly kind: "tuple"; readonly open: string; readonly close: string; readonly items: readonly Shape[] }
  | { readonly kind: "union"; readonly items: readonly Shape[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Shape[])[] }
  | { readonly kind: "relation"; readonly signs: readonly string[]; readonly sides: readonly string[] };

const MATRIX = /^\\begin\{([pbvVB]?matrix|array)\}(?:\{[^{}]*\})?([\s\S]*?)\\end\{\1\}$/;
const NAME =
  /^(?:[A-Za-z](?:_\{?\w+\}?)?(?:\([A-Za-z\d,\s]{1,10}\))?|\([a-zA-Z](?:,\s?[a-zA-Z])+\)|\\?[A-Za-z]{1,12}|\|?[A-Z]{2}\|?|\\angle\s?[A-Z]{1,3}|[A-Z]:[A-Z])$/;

/** Reads the outermost form of normalised LaTeX. */
export function shapeOf(source: string): Shape {
  const latex = unwrapped(source.trim());
  const matrix = MATRIX.exec(latex.replace(/^\[\s*(\\begin[\s\S]*\\end\{array\})\s*\]$/, "$1"));
  if (matrix !== null) {
    const rows = (matrix[2] ?? "").split(/\\\\/).filter((row) => row.trim() !== "");
    return { kind: "matrix", rows: rows.map((row) => row.split("&").map(shapeOf)) };
  }
  const listed = listOf(latex);
  if (listed.length > 1) {
    return { kind: "set", braces: false, items: listed.flatMap((item) => alternatives(item)).map(shapeOf) };
  }
  const relation = relationOf(latex);
  if (relation !== null) return relation;
  const element = split(latex, /\\in(?![a-zA-Z])|∈/y);
  if (element.length === 2) return shapeOf(element[1] ?? "");
  const union = split(latex, /\\cup(?![a-zA-Z])|∪/y);
  if (union.length > 1) return { kind: "union", items: union.map(shapeOf) };
  const set = /^\\\{([\s\S]*)\\\}$/.exec(latex);
  if (set !== null && set[1] !== undefined) {
    return { kind: "set", braces: true, items: listOf(set[1]).flatMap(alternatives).map(shapeOf) };
  }
  const tuple = /^([([])([\s\S]*)([)\]])$/.exec(latex);
  if (tuple !== null && closesAtEnd(latex)) {
    const [, open = "", inside = "", close = ""] = tuple;
    const items = listOf(inside);
    if (items.length > 1) return { kind: "tuple", open, close, items: items.map(shapeOf) };
  }
  const both = alternatives(latex);
  return both.length > 1 ? { kind: "set", braces: false, items: both.map(shapeOf) } : { kind: "formula", latex };
}

/** At commas, else at semicolons: one that divides a list of tuples may be either. */
function listOf(latex: string): readonly string[] {
  const semicolons = split(latex, /;/y);
  return (semicolons.length > 1 ? semicolons : split(latex, /,/y))
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Both values of `a \pm b`. */
function alternatives(latex: string): readonly string[] {
  return /\\pm(?![a-zA-Z])|±/.test(latex)
    ? ["+", "-"].map((sign) =>
        latex.replace(/\\pm(?![a-zA-Z])|±/g, sign).replace(/\\mp(?![a-zA-Z])/g, sign === "+" ? "-" : "+"),
      )
    : [latex];
}

/** Without braces, or a pair of round brackets, around the whole. */
function unwrapped(latex: string): string {
  let text = latex;
  for (let round = 0; round < 10 && /^\{[\s\S]*\}$/.test(text) && closesAtEnd(text); round += 1)
    text = text.slice(1, -1).trim();
  return text;
}

function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if ("([{".includes(sign)) depth += 1;
    else if (")]}".includes(sign)) depth -= 1;
    if (depth === 0 && at < text.length - 1) return false;
  }
  return depth === 0;
}

/** The pieces of a text between separators that stand in no bracket. */
export function split(text: string, separator: RegExp): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const sign = text[at] ?? "";
    separator.lastIndex = at;
    const match = depth === 0 ? separator.exec(text) : null;
    if (match !== null && match[0] !== "") {
      pieces.push(text.slice(from, at));
      at += match[0].length;
      from = at;
      continue;
    }
    if ("([{".includes(sign)) depth += 1;
    else if (")]}".includes(sign)) depth -= 1;
    else if (text.startsWith("\\begin", at)) depth += 1;
    else if (text.startsWith("\\end", at)) depth -= 1;
    at += 1;
  }
  pieces.push(text.slice(from));
  return pieces;
}

const RELATION = /[=<>≤≥≠≈]|\\approx(?![a-zA-Z])|\\equiv(?![a-zA-Z])/y;

function relationOf(latex: string): Shape | null {
  const sides = split(latex, RELATION).map((side) => side.trim());
  if (sides.length < 2 || sides.includes("")) return null;
  const signs: string[] = [];
  let place = 0;
  for (const side of split(latex, RELATION).slice(0, -1)) {
    place += side.length;
    RELATION.lastIndex = place;
    const sign = RELATION.exec(latex)?.[0] ?? "";
    signs.push(sign === "\\approx" ? "≈" : sign);
    place += sign.length;
  }
  return { kind: "relation", signs, sides };
}

/** Of `x = 5 = 5.0` the value, where what stands before it is a mere name; null: no such relation. */
export function valueOfRelation({ signs, sides }: Shape & { kind: "relation" }): string | null {
  const first = sides[0] ?? "";
  if (!signs.every((sign) => sign === "=" || sign === "≈")) return null;
  const exact = signs.indexOf("≈");
  const last = exact > 0 ? sides[exact] : sides.at(-1);
  if (NAME.test(first.replace(/\s/g, "").trim()) || NAME.test(first)) return last ?? null;
  return sides.length === 2 && NAME.test(last ?? "") ? first : null;
}
