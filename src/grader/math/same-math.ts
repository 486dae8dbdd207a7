import { normaliseMath } from "./normalise.ts";
import { ratioOf, sameValue } from "./same-value.ts";
import { type Shape, shapeOf, valueOfRelation } from "./structure.ts";
import type { Tree } from "./tree.ts";

/** Reads a formula; null where it is none. */
export type ParseFormula = (latex: string) => Tree | null;

/** The same but for blanks, braces around one sign, and the case of words. */
const bare = (latex: string) =>
  latex
    .replace(/\\infty/g, "∞")
    .replace(/\+(?=∞)/g, "")
    .replace(/[\s{}]/g, "");

/** Whether two answers say the same, in the order of work: as texts, part by part, as values. */
export function sameMath(answer: string, expected: string, parse: ParseFormula): boolean {
  const [given, wanted] = [normaliseMath(answer), normaliseMath(expected)];
  if (given.latex === "" || wanted.latex === "") return false;
  if (sameText(given.latex, wanted.latex)) return true;
  const [a, b] = [shapeOf(given.latex), shapeOf(wanted.latex)];
  if (sameShape(a, b, parse)) return true;
  // 33.5% is 33.5 to some and 0.335 to others; here it is both.
  if (given.percent === wanted.percent) return false;
  const [formula, other] = given.percent ? [a, b] : [b, a];
  if (formula.kind !== "formula" || other.kind !== "formula") return false;
  const [part, whole] = [parse(formula.latex), parse(other.latex)];
  return part !== null && whole !== null && sameValue(["Divide", part, 100], whole);
}

function sameText(a: string, b: string): boolean {
  if (bare(a) === bare(b)) return true;
  const word = /^\(?[a-z][a-z ]{1,80}\)?$/i;
  return word.test(a) && word.test(b) && a.toLowerCase().replace(/\s+/g, "") === b.toLowerCase().replace(/\s+/g, "");
}

function sameShape(a: Shape, b: Shape, parse: ParseFormula): boolean {
  if (a.kind === "relation" || b.kind === "relation") return sameRelation(a, b, parse);
  if (a.kind === "set" || b.kind === "set") return sameItems(itemsOf(a), itemsOf(b), parse);
  if (a.kind === "union" || b.kind === "union") {
    const parts = (shape: Shape) => (shape.kind === "union" ? shape.items : [shape]);
    return sameItems(parts(a), parts(b), parse);
  }
  if (a.kind === "tuple" && b.kind === "tuple") {
    return a.open === b.open && a.close === b.close && inOrder(a.items, b.items, parse);
  }
  if (a.kind === "matrix" && b.kind === "matrix") {
    return a.rows.length === b.rows.length && a.rows.every((row, index) => inOrder(row, b.rows[index] ?? [], parse));
  }
  return a.kind === "formula" && b.kind === "formula" && sameFormula(a.latex, b.latex, parse);
}

function sameFormula(a: string, b: string, parse: ParseFormula): boolean {
  if (sameText(a, b) || sameText(a.replace(/^\(([A-Z])\)$/, "$1"), b.replace(/^\(([A-Z])\)$/, "$1"))) return true;
  const [left, right] = [parse(a), parse(b)];
  return left !== null && right !== null && sameValue(left, right);
}

const itemsOf = (shape: Shape) => (shape.kind === "set" ? shape.items : [shape]);

function inOrder(a: readonly Shape[], b: readonly Shape[], parse: ParseFormula): boolean {
  return a.length === b.length && a.every((item, index) => sameShape(item, b[index] ?? item, parse));
}

/** In any order, each matched once. Equality is transitive here, so that the first match will do. */
function sameItems(a: readonly Shape[], b: readonly Shape[], parse: ParseFormula): boolean {
  if (a.length !== b.length || a.length > 100) return false;
  const left = [...b];
  return a.every((item) => {
    const at = left.findIndex((other) => sameShape(item, other, parse));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

const FLIPPED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "≤": "≥", "≥": "≤" };

function sameRelation(a: Shape, b: Shape, parse: ParseFormula): boolean {
  if (a.kind === "relation" && b.kind === "relation") {
    if (equalRelations(a, b, parse)) return true;
    const [x, y] = [valueOfRelation(a), valueOfRelation(b)];
    // Of the same thing, or of things without a name in common: "k = 3" is not "n = 3".
    return x !== null && y !== null && a.sides[0] === b.sides[0] && sameShape(shapeOf(x), shapeOf(y), parse);
  }
  const [relation, other] = a.kind === "relation" ? [a, b] : [b, a];
  if (relation.kind !== "relation") return false;
  const value = valueOfRelation(relation);
  if (value !== null) return sameShape(shapeOf(value), other, parse);
  return asInterval(relation, other, parse);
}

function equalRelations(
  a: Shape & { kind: "relation" },
  b: Shape & { kind: "relation" },
  parse: ParseFormula,
): boolean {
  if (a.sides.length !== b.sides.length) return false;
  const same = (sides: readonly string[], signs: readonly string[]) =>
    signs.every((sign, index) => sign === b.signs[index]) &&
    sides.every((side, index) => sameShape(shapeOf(side), shapeOf(b.sides[index] ?? ""), parse));
  if (same(a.sides, a.signs)) return true;
  const flipped = [...a.signs].reverse().map((sign) => FLIPPED[sign] ?? sign);
  if (same([...a.sides].reverse(), flipped)) return true;
  if (a.sides.length !== 2) return false;
  const [left, right] = [differenceOf(a, parse), differenceOf(b, parse)];
  if (left === null || right === null) return false;
  const ratio = ratioOf(left, right);
  if (ratio === null) return false;
  const sign = a.signs[0] ?? "";
  return (ratio > 0 || "=≠".includes(sign) ? sign : FLIPPED[sign]) === b.signs[0];
}

function differenceOf({ sides }: Shape & { kind: "relation" }, parse: ParseFormula): Tree | null {
  const [left, right] = sides.map(parse);
  return left === null || left === undefined || right === null || right === undefined
    ? null
    : ["Subtract", left, right];
}

/** `-2 ≤ x < 7` is the interval `[-2, 7)`. */
function asInterval(relation: Shape & { kind: "relation" }, other: Shape, parse: ParseFormula): boolean {
  const [low = "", middle = "", high = ""] = relation.sides;
  const [first = "", second = ""] = relation.signs;
  if (relation.sides.length !== 3 || other.kind !== "tuple" || middle === "") return false;
  if (!"<≤".includes(first) || !"<≤".includes(second)) return false;
  const interval: Shape = {
    kind: "tuple",
    open: first === "≤" ? "[" : "(",
    close: second === "≤" ? "]" : ")",
    items: [shapeOf(low), shapeOf(high)],
  };
  return sameShape(interval, other, parse);
}
