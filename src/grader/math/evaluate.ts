import {
  add,
  type Complex,
  complex,
  cosine,
  divide,
  exp,
  I,
  ln,
  modulus,
  multiply,
  negate,
  power,
  sine,
} from "./complex.ts";
import type { Tree } from "./tree.ts";

const CONSTANTS: Readonly<Record<string, Complex>> = {
  Pi: complex(Math.PI),
  ExponentialE: complex(Math.E),
  ImaginaryUnit: I,
  PositiveInfinity: complex(Number.POSITIVE_INFINITY),
  NegativeInfinity: complex(Number.NEGATIVE_INFINITY),
  GoldenRatio: complex((1 + Math.sqrt(5)) / 2),
};

const real = (apply: (value: number) => number) => (a: Complex) => (a.im === 0 ? complex(apply(a.re)) : null);

/** Functions of one value; null: not defined there. */
const FUNCTIONS: Readonly<Record<string, (a: Complex) => Complex | null>> = {
  Negate: negate,
  Sqrt: (a) => power(a, complex(0.5)),
  Square: (a) => multiply(a, a),
  Abs: (a) => complex(modulus(a), 0, a.scale),
  Norm: (a) => complex(modulus(a), 0, a.scale),
  Exp: exp,
  Ln: ln,
  Lb: (a) => divide(ln(a), complex(Math.LN2)),
  Sin: sine,
  Cos: cosine,
  Tan: (a) => divide(sine(a), cosine(a)),
  Cot: (a) => divide(cosine(a), sine(a)),
  Sec: (a) => divide(complex(1), cosine(a)),
  Csc: (a) => divide(complex(1), sine(a)),
  Arcsin: real(Math.asin),
  Arccos: real(Math.acos),
  Arctan: real(Math.atan),
  Sinh: real(Math.sinh),
  Cosh: real(Math.cosh),
  Tanh: real(Math.tanh),
  Floor: real(Math.floor),
  Ceil: real(Math.ceil),
  Conjugate: (a) => complex(a.re, -a.im, a.scale),
  Factorial: real((value) => {
    if (!Number.isInteger(value) || value < 0 || value > 170) return Number.NaN;
    let product = 1;
    for (let factor = 2; factor <= value; factor += 1) product *= factor;
    return product;
  }),
};

/**
 * The value of a tree where its symbols have the values given, in double precision; null where it holds something
 * that has none (a sum with bounds, an integral, a relation). Takes no longer than the tree is large.
 */
export function evaluate(tree: Tree, at: ReadonlyMap<string, Complex>): Complex | null {
  if (typeof tree === "number") return complex(tree);
  if (typeof tree === "string") return (Object.hasOwn(CONSTANTS, tree) ? CONSTANTS[tree] : at.get(tree)) ?? null;
  if (!Array.isArray(tree)) return complex(Number((tree as { num: string }).num));
  const [head, ...operands] = tree as readonly [string, ...Tree[]];
  const values: Complex[] = [];
  for (const operand of operands) {
    const value = evaluate(operand, at);
    if (value === null) return null;
    values.push(value);
  }
  const [first, second] = values;
  if (first === undefined) return null;
  if (head === "Add") return values.reduce(add);
  if (head === "Multiply") return values.reduce(multiply);
  if (head === "Log") return divide(ln(first), ln(second ?? complex(10)));
  if (second === undefined) {
    const apply = Object.hasOwn(FUNCTIONS, head) ? FUNCTIONS[head] : undefined;
    return values.length === 1 && apply !== undefined ? apply(first) : null;
  }
  if (values.length > 2) return null;
  if (head === "Subtract") return add(first, negate(second));
  if (head === "Divide" || head === "Rational") return divide(first, second);
  if (head === "Power") return power(first, second);
  return head === "Root" ? power(first, divide(complex(1), second)) : null;
}

export function isConstant(name: string): boolean {
  return Object.hasOwn(CONSTANTS, name);
}
