import { z } from "zod";
import type { Json } from "../domain/json.ts";
import { type Decimal, isInteger, parseDecimal, sameDecimal, toNumber } from "./decimal.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed, passOrFail, quote, ungraded } from "./grade.ts";
import { textForm } from "./text-form.ts";

type Options = { readonly tolerance?: number; readonly relativeTolerance?: number };

/** Where no tolerance is stated: what floating point does to a fraction is no error. Whole numbers must be equal. */
const ROUNDING = 1e-9;

export const numeric: GraderDefinition = {
  type: "numeric",
  description:
    "The text is one number (currency, separators and a percent sign are ignored) and equals the expected one.",
  options: () => ({
    tolerance: z.number().nonnegative().optional(),
    relative_tolerance: z.number().nonnegative().optional(),
  }),
  needsExpected: true,
  create: (spec) => {
    const options = spec.options as Options;
    return {
      grade(text, { expected }) {
        const target = expectedDecimal(expected);
        if (target === null)
          return ungraded(`the expected value is not a number: ${quote(textForm(expected ?? null))}`);
        const actual = parseDecimal(text);
        if (actual === null) return failed(`not a number: ${quote(text)}`);
        return passOrFail(
          sameDecimal(actual, target) || isNear(actual, target, options, typeof expected === "number"),
          () => `expected ${textForm(expected ?? null)}, got ${quote(text)}`,
        );
      },
    };
  },
};

function expectedDecimal(expected: Json | undefined): Decimal | null {
  if (typeof expected === "number") return parseDecimal(String(expected));
  return typeof expected === "string" ? parseDecimal(expected) : null;
}

function isNear(
  actual: Decimal,
  target: Decimal,
  { tolerance, relativeTolerance }: Options,
  isDouble: boolean,
): boolean {
  const [a, b] = [toNumber(actual), toNumber(target)];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  if (tolerance === undefined && relativeTolerance === undefined) {
    // A JSON number above 2^53 has lost digits already: the same double is all that can be asked.
    if (isInteger(actual) && isInteger(target)) return isDouble && a === b;
    return Math.abs(a - b) <= ROUNDING * Math.abs(b);
  }
  // At the bound itself it passes: 1.1 − 1.0 is a little more than 0.1 in floating point.
  const slack = 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a - b) <= Math.max(tolerance ?? 0, (relativeTolerance ?? 0) * Math.abs(b)) + slack;
}
