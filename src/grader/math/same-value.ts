import { hashText, spreadHash } from "../../base/hash-text.ts";
import { type Complex, complex, modulus } from "./complex.ts";
import { evaluate, isConstant } from "./evaluate.ts";
import { exactValue, sameRational } from "./exact.ts";
import { symbolsOf, type Tree } from "./tree.ts";

const ROUNDING = 1e-9;
/** Points at which formulas are compared: some positive, then some of either sign. */
const POINTS = 10;
const ENOUGH = 3;

/**
 * Whether two formulas have the same value: exactly where both are rational (a number written with ten digits and more
 * stands for what it rounds), else in double precision at fixed points. Points where either has no value do not count;
 * without enough of the others the answer is no.
 */
export function sameValue(a: Tree, b: Tree, factor = 1): boolean {
  const [exactA, exactB] = [exactValue(a), exactValue(b)];
  if (exactA !== null && exactB !== null && factor === 1) {
    return sameRational(exactA, exactB) || ((isLong(a) || isLong(b)) && agreeAt(a, b, new Map(), 1) === true);
  }
  const names = [...new Set([...symbolsOf(a), ...symbolsOf(b)])].filter((name) => !isConstant(name)).sort();
  if (names.length === 0) return agreeAt(a, b, new Map(), factor) === true;
  let agreed = 0;
  for (let point = 0; point < POINTS; point += 1) {
    const agree = agreeAt(a, b, pointFor(names, point), factor);
    if (agree === false) return false;
    if (agree === true) agreed += 1;
  }
  return agreed >= ENOUGH;
}

/** null: not comparable there. */
function agreeAt(a: Tree, b: Tree, at: ReadonlyMap<string, Complex>, factor: number): boolean | null {
  const [left, right] = [evaluate(a, at), evaluate(b, at)];
  if (left === null || right === null) return null;
  if (![left.im, right.im].every(Number.isFinite)) return null;
  if (!Number.isFinite(left.re) || !Number.isFinite(right.re)) {
    if (Number.isNaN(left.re) || Number.isNaN(right.re)) return null;
    // An infinity that was stated, or a number that is too large: only the former is comparable.
    return typeof a === "string" || typeof b === "string" || at.size === 0 ? infinite(a, b, left, right) : null;
  }
  const [x, y] = [left, complex(right.re * factor, right.im * factor, right.scale * Math.abs(factor))];
  const difference = Math.hypot(x.re - y.re, x.im - y.im);
  return difference <= ROUNDING * Math.max(modulus(x), modulus(y)) + 1e-13 * Math.max(x.scale, y.scale);
}

function infinite(a: Tree, b: Tree, left: Complex, right: Complex): boolean | null {
  const stated = (tree: Tree) => [...symbolsOf(tree)].some((name) => /Infinity$/.test(name));
  return stated(a) && stated(b) ? left.re === right.re : stated(a) === stated(b) ? null : false;
}

/**
 * The constant by which the one formula is the other times over (equations are the same then); null: none. It is taken
 * from the first point and tried at the others.
 */
export function ratioOf(a: Tree, b: Tree): number | null {
  const names = [...new Set([...symbolsOf(a), ...symbolsOf(b)])].filter((name) => !isConstant(name)).sort();
  for (let point = 0; point < ENOUGH; point += 1) {
    const at = pointFor(names, point);
    const [left, right] = [evaluate(a, at), evaluate(b, at)];
    if (left === null || right === null) return null;
    const ratio = left.re / right.re;
    if (left.im === 0 && right.im === 0 && Number.isFinite(ratio) && ratio !== 0)
      return sameValue(a, b, ratio) ? ratio : null;
  }
  return null;
}

function pointFor(names: readonly string[], point: number): ReadonlyMap<string, Complex> {
  return new Map(
    names.map((name) => {
      const size = 0.25 + 2.5 * fraction(`${name}/${point}`);
      // The last points are negative for about half of the names: √(x²) is not x.
      const negative = point >= POINTS / 2 && fraction(`${point}/${name}`) < 0.6;
      return [name, complex(negative ? -size : size)];
    }),
  );
}

/** A text's own fraction of 1. */
function fraction(text: string): number {
  return spreadHash(hashText(text)) / 2 ** 32;
}

function isLong(tree: Tree): boolean {
  if (typeof tree === "number") return String(tree).replace(/^\D*0?\.?0*/, "").length >= 10 && !Number.isInteger(tree);
  if (typeof tree === "string") return false;
  if (!Array.isArray(tree)) return (tree as { num: string }).num.includes(".");
  return tree[0] === "Negate" && isLong((tree as readonly Tree[])[1] ?? 0);
}
