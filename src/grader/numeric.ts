import * as z from "zod";
import type { Json } from "../domain/json.ts";
import { isInteger, sameDecimal, timesDecimal, toNumber } from "./decimal.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed, NO_EXPECTED, passed, quote, ungraded } from "./grade.ts";
import { type Quantity, readQuantity } from "./numeric/read-quantity.ts";
import { textForm } from "./text-form.ts";

type Options = { readonly tolerance?: number; readonly relativeTolerance?: number };

/** Where no tolerance is stated: what floating point does to a fraction is no error. Whole numbers must be equal. */
const ROUNDING = 1e-9;

export const numeric: GraderDefinition = {
  type: "numeric",
  description:
    "The text is one number (with a currency sign or unit, if any) and equals the expected one; percent only equals percent.",
  version: 2,
  options: () => ({
    tolerance: z.number().nonnegative().optional(),
    relative_tolerance: z.number().nonnegative().optional(),
  }),
  needsExpected: true,
  create: (spec) => {
    const options = spec.options as Options;
    return {
      grade(text, { expected }) {
        if (expected === undefined) return ungraded(NO_EXPECTED);
        const targets = expectedQuantities(expected);
        if (targets === null) return ungraded(`the expected value is not a number: ${quote(textForm(expected))}`);
        const actual = readQuantity(text);
        if (actual === null) return failed(`not a number: ${quote(text)}`);
        const isDouble = typeof expected === "number";
        const near = targets.filter((target) => isEqual(actual, target, options, isDouble));
        if (near.some((target) => sameUnit(actual, target))) return passed;
        const wrongUnit = near[0];
        if (wrongUnit === undefined) return failed(`expected ${textForm(expected)}, got ${quote(text)}`);
        return failed(
          `the number is right, but its unit is ${actual.unit}, not ${wrongUnit.unit ?? "that of a plain number"}`,
        );
      },
    };
  },
};

/** One number, or a list of acceptable ones. */
function expectedQuantities(expected: Json): readonly Quantity[] | null {
  const values = (Array.isArray(expected) ? expected : [expected]).map((value: Json) =>
    typeof value === "number" || typeof value === "string" ? readQuantity(String(value)) : null,
  );
  const read = values.filter((value) => value !== null);
  return read.length === 0 || read.length < values.length ? null : read;
}

/**
 * A unit that is stated must be the expected one; a bare number leaves it unsaid, which is what extraction leaves too.
 * Where a plain number is expected any unit goes but percent: 60% may be meant as 60 or as 0.6, and is neither.
 */
function sameUnit(actual: Quantity, target: Quantity): boolean {
  return actual.unit === null || actual.unit === target.unit || (target.unit === null && actual.unit !== "%");
}

function isEqual(actual: Quantity, target: Quantity, options: Options, isDouble: boolean): boolean {
  const left = timesDecimal(actual.numerator, target.denominator);
  const right = timesDecimal(target.numerator, actual.denominator);
  if (left !== null && right !== null && sameDecimal(left, right)) return true;
  const [a, b] = [quotientOf(actual), quotientOf(target)];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return sameParts(actual, target);
  const { tolerance, relativeTolerance } = options;
  if (tolerance === undefined && relativeTolerance === undefined) {
    // A JSON number above 2^53 has lost digits already: the same double is all that can be asked.
    if (isWhole(actual) && isWhole(target)) return (isDouble && a === b) || sameParts(actual, target);
    return Math.abs(a - b) <= ROUNDING * Math.abs(b);
  }
  // At the bound itself it passes: 1.1 − 1.0 is a little more than 0.1 in floating point.
  const slack = 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a - b) <= Math.max(tolerance ?? 0, (relativeTolerance ?? 0) * Math.abs(b)) + slack;
}

function quotientOf({ numerator, denominator }: Quantity): number {
  return toNumber(numerator) / toNumber(denominator);
}

function isWhole({ numerator, denominator }: Quantity): boolean {
  return isInteger(numerator) && toNumber(denominator) === 1;
}

/** For numbers too long to multiply. */
function sameParts(a: Quantity, b: Quantity): boolean {
  return sameDecimal(a.numerator, b.numerator) && sameDecimal(a.denominator, b.denominator);
}
