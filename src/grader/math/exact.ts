import type { Tree } from "./tree.ts";

/** A rational number; the denominator is positive. Not always in lowest terms. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

/** Numbers above some 30,000 digits are not worked out. */
const MAX_BITS = 100_000;
const MAX_FACTORIAL = 3_000;

/** The value of a tree that is rational and small enough to be worked out exactly; null otherwise. */
export function exactValue(tree: Tree): Rational | null {
  if (typeof tree === "string") return null;
  if (typeof tree === "number" || !Array.isArray(tree)) {
    return decimal(typeof tree === "number" ? String(tree) : (tree as { num: string }).num);
  }
  const [head, ...operands] = tree;
  const [first, second] = operands;
  if (first === undefined) return null;
  switch (head) {
    case "Add":
      return fold(operands, (a, b) => ({ over: a.over * b.under + b.over * a.under, under: a.under * b.under }));
    case "Multiply":
      return fold(operands, (a, b) => ({ over: a.over * b.over, under: a.under * b.under }));
    case "Subtract":
      return fold(operands, (a, b) => ({ over: a.over * b.under - b.over * a.under, under: a.under * b.under }));
    case "Divide":
    case "Rational":
      return fold(operands, quotient);
    case "Negate": {
      const value = exactValue(first);
      return value === null ? null : { over: -value.over, under: value.under };
    }
    case "Power":
      return second === undefined ? null : power(exactValue(first), exactValue(second));
    case "Factorial":
      return factorial(exactValue(first));
    default:
      return null;
  }
}

export function sameRational(a: Rational, b: Rational): boolean {
  return a.over * b.under === b.over * a.under;
}

function decimal(text: string): Rational | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]?\d{1,6}))?$/i.exec(text);
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > MAX_BITS / 4 || whole.length > MAX_BITS / 4) return null;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return shift >= 0
    ? { over: digits * 10n ** BigInt(shift), under: 1n }
    : { over: digits, under: 10n ** BigInt(-shift) };
}

function fold(trees: readonly Tree[], step: (a: Rational, b: Rational) => Rational | null): Rational | null {
  let total: Rational | null = null;
  for (const tree of trees) {
    const value = exactValue(tree);
    if (value === null) return null;
    total = total === null ? value : step(total, value);
    if (total === null || bits(total.over) + bits(total.under) > MAX_BITS) return null;
  }
  return total;
}

function quotient(a: Rational, b: Rational): Rational | null {
  if (b.over === 0n) return null;
  const sign = b.over < 0n ? -1n : 1n;
  return { over: sign * a.over * b.under, under: sign * a.under * b.over };
}

function power(base: Rational | null, exponent: Rational | null): Rational | null {
  if (base === null || exponent === null || exponent.over % exponent.under !== 0n) return null;
  const whole = exponent.over / exponent.under;
  const size = whole < 0n ? -whole : whole;
  // Before it is worked out: 9^(9^9) would take for ever.
  if (size > BigInt(MAX_BITS) || Number(size) * Math.max(bits(base.over), bits(base.under)) > MAX_BITS) return null;
  if (base.over === 0n && whole <= 0n) return null;
  const raised = { over: base.over ** size, under: base.under ** size };
  return whole < 0n ? quotient({ over: 1n, under: 1n }, raised) : raised;
}

function factorial(value: Rational | null): Rational | null {
  if (value === null || value.over % value.under !== 0n) return null;
  const whole = value.over / value.under;
  if (whole < 0n || whole > BigInt(MAX_FACTORIAL)) return null;
  let product = 1n;
  for (let factor = 2n; factor <= whole; factor += 1n) product *= factor;
  return { over: product, under: 1n };
}

/** Within four. */
function bits(value: bigint): number {
  return value.toString(16).length * 4;
}
