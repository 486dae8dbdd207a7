import { type Decimal, negated, parseDecimal, plusDecimal, timesDecimal } from "../decimal.ts";
import { vulgarFraction } from "../extract/find-number.ts";
import { scaleOf, unitOf } from "./units.ts";

/** A number as an answer states it: numerator / denominator, exact, with its unit in one spelling (null: none). */
export interface Quantity {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
  readonly unit: string | null;
}

const ONE: Decimal = { negative: false, digits: "1", exponent: 0 };
/** No answer that is one number is longer. */
const MAX_CHARACTERS = 10_000;
const CURRENCY = "US\\$|C\\$|A\\$|\\\\?\\$|\\p{Sc}|USD|EUR|GBP|JPY|CNY|INR|CHF|CAD|AUD|Rs\\.?";
const BEFORE = new RegExp(
  `^([-+\\u2212\\uff0d\\ufe63]?)\\s?(${CURRENCY})\\s?(?=[-+\\u2212.\\d\\uff10-\\uff19½¼¾⅓⅔⅕-⅞])`,
  "iu",
);
// What follows the digits of a number: a unit or a word of scale, never a digit or a dot.
const AFTER = /^(.*[\d½¼¾⅓⅔⅕-⅞⁰¹²³⁴⁵⁶⁷⁸⁹}).])\s?([\p{L}\p{Sc}%°¢\\][\p{L}\p{Sc}%°¢$²³\d/^. ]{0,24})$/u;
// "1.234,56", "1 234,5", "12,5", "0,111": a comma that cannot divide thousands is the decimal one.
const COMMA_DECIMAL = /^([-+\u2212]?)(?:(\d{1,3}(?:([.\u00a0\u202f\u2009 '\u2019])\d{3})(?:\3\d{3})*)|(0|\d+)),(\d+)$/u;
const DOTTED_THOUSANDS = /^[-+\u2212]?[1-9]\d{0,2}(?:\.\d{3}){2,}$/;
const FRACTION = /^([-+\u2212]?)(?:(\d{1,15})[ \u00a0])?(\d{1,300})\s?[/\u2044\u2215]\s?(\d{1,300})$/u;

/**
 * Reads a text that is one number and nothing else but a currency sign, a unit that is known, or "million" and the
 * like. Also fractions ("3/4", "2 1/2", "2½"), negatives in accounting form ("($1,234.50)"), the comma as a decimal
 * sign where it can be nothing else. null where the text is no such number.
 */
export function readQuantity(text: string): Quantity | null {
  const bare = text.trim();
  if (bare === "" || bare.length > MAX_CHARACTERS) return bare.length > MAX_CHARACTERS ? plainQuantity(bare) : null;
  return plainQuantity(bare) ?? dressed(bare.replace(/(?<=[^\s.])\.$/, "")) ?? accounting(bare);
}

function plainQuantity(text: string): Quantity | null {
  const value = readValue(text);
  return value === null ? null : { ...value, unit: null };
}

type Value = Pick<Quantity, "numerator" | "denominator">;

/** Digits and their sign alone. */
function readValue(text: string): Value | null {
  const plain = commaDecimal(text) ?? (DOTTED_THOUSANDS.test(text) ? text.replaceAll(".", "") : text);
  const whole = /[%\p{Sc}]/u.test(plain) ? null : parseDecimal(plain);
  if (whole !== null) return { numerator: whole, denominator: ONE };
  const fraction = FRACTION.exec(vulgarFraction(plain));
  if (fraction === null) return null;
  const [, sign = "", mixed, over = "", under = ""] = fraction;
  const denominator = parseDecimal(under);
  const part = parseDecimal(over);
  if (denominator === null || denominator.digits === "" || part === null) return null;
  const units = mixed === undefined ? null : parseDecimal(mixed);
  const product = units === null ? null : timesDecimal(units, denominator);
  const numerator = product === null ? part : plusDecimal(product, part);
  if (numerator === null) return null;
  return { numerator: sign === "" || sign === "+" ? numerator : negated(numerator), denominator };
}

function commaDecimal(text: string): string | null {
  const match = COMMA_DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign = "", grouped, , plain, fraction = ""] = match;
  // "1,234" and "12,345" are thousands; "0,111" and "1234,567" cannot be.
  if (grouped === undefined && fraction.length === 3 && plain !== "0" && (plain ?? "").length <= 3) return null;
  return `${sign}${(grouped ?? plain ?? "").replace(/\D/g, "")}.${fraction}`;
}

/** A number with a currency sign before it, or with a unit or a word of scale behind it. */
function dressed(text: string): Quantity | null {
  let rest = text;
  let unit: string | null = null;
  const before = BEFORE.exec(rest);
  if (before !== null) {
    unit = unitOf((before[2] ?? "").replace("\\", ""));
    rest = `${before[1] ?? ""}${rest.slice(before[0].length)}`;
  }
  let scale = 0;
  const after = AFTER.exec(rest);
  if (after !== null) {
    const [, digits = "", words = ""] = after;
    const [first = "", ...others] = words.trim().split(/\s+/);
    const power = scaleOf(first);
    const name = power === null ? words.trim() : others.join(" ");
    const named = name === "" ? null : unitOf(name);
    if (name !== "" && named === null) return null;
    // "$5 USD" says one thing twice; "$5 kg" is nothing.
    if (unit !== null && named !== null && unit !== named) return null;
    [rest, scale, unit] = [digits, power ?? 0, unit ?? named];
  }
  if (before === null && after === null) return null;
  const value = readValue(rest.trim());
  if (value === null) return null;
  const { numerator } = value;
  return {
    ...value,
    numerator: numerator.digits === "" ? numerator : { ...numerator, exponent: numerator.exponent + scale },
    unit,
  };
}

/** "($5)", "(1,234)", "(12.50)" are negative. "(5)" is not read: it may as well be an option. */
function accounting(text: string): Quantity | null {
  const inner = /^\(\s?([^()]{1,200})\s?\)$/.exec(text)?.[1];
  if (inner === undefined || !/\p{Sc}|\d[,.]\d/u.test(inner) || /[-+\u2212/]/.test(inner)) return null;
  const value = plainQuantity(inner) ?? dressed(inner);
  return value === null ? null : { ...value, numerator: negated(value.numerator) };
}
