import { readNumber, type WrittenNumber } from "./extract/find-number.ts";

/** An exact decimal: ±digits × 10^exponent, without zeros at either end. Zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const ZERO: Decimal = { negative: false, digits: "", exponent: 0 };
/** Beyond it a product would take long, and no answer has as many. */
const MAX_DIGITS = 5_000;

/** Reads a text that is one number (separators, a sign, scientific) and nothing else; null where it is not. */
export function parseDecimal(text: string): Decimal | null {
  const written = readNumber(text);
  return written === null ? null : decimalOf(written);
}

/** null: its exponent is no number that can be counted with. */
export function decimalOf(written: WrittenNumber): Decimal | null {
  const [whole = "", fraction = ""] = written.mantissa.split(".");
  return decimal(written.negative, `${whole}${fraction}`, Number(written.exponent ?? 0) - fraction.length);
}

function decimal(negative: boolean, written: string, power: number): Decimal | null {
  const digits = written.replace(/^0+/, "");
  // Not by /0+$/: on a megabyte of zeros with a digit behind them it would look at each again and again.
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end -= 1;
  const exponent = power + digits.length - end;
  if (!Number.isSafeInteger(exponent)) return null;
  return end === 0 ? ZERO : { negative, digits: digits.slice(0, end), exponent };
}

export function sameDecimal(a: Decimal, b: Decimal): boolean {
  return a.negative === b.negative && a.digits === b.digits && a.exponent === b.exponent;
}

/** The exact product; null where it would have too many digits. */
export function timesDecimal(a: Decimal, b: Decimal): Decimal | null {
  if (a.digits === "" || b.digits === "") return ZERO;
  if (a.digits.length + b.digits.length > MAX_DIGITS) return null;
  const digits = String(BigInt(a.digits) * BigInt(b.digits));
  return decimal(a.negative !== b.negative, digits, a.exponent + b.exponent);
}

/** The exact sum; null where it would have too many digits. */
export function plusDecimal(a: Decimal, b: Decimal): Decimal | null {
  const exponent = Math.min(a.exponent, b.exponent);
  if (Math.max(a.exponent, b.exponent) - exponent + a.digits.length + b.digits.length > MAX_DIGITS) return null;
  const sum = scaled(a, exponent) + scaled(b, exponent);
  return decimal(sum < 0n, String(sum < 0n ? -sum : sum), exponent);
}

function scaled({ negative, digits, exponent }: Decimal, to: number): bigint {
  const size = BigInt(`${digits || "0"}${"0".repeat(exponent - to)}`);
  return negative ? -size : size;
}

export function negated(value: Decimal): Decimal {
  return value.digits === "" ? value : { ...value, negative: !value.negative };
}

/** The nearest double; infinite where it is too large. */
export function toNumber({ negative, digits, exponent }: Decimal): number {
  return Number(`${negative ? "-" : ""}${digits || "0"}e${exponent}`);
}

export function isInteger({ exponent }: Decimal): boolean {
  return exponent >= 0;
}
