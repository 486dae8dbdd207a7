import { readNumber } from "./extract/find-number.ts";

/** An exact decimal: ±digits × 10^exponent, without zeros at either end. Zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** Reads a text that is one number (currency, separators, percent sign, scientific); null where it is not. */
export function parseDecimal(text: string): Decimal | null {
  const written = readNumber(text);
  if (written === null) return null;
  const [whole = "", fraction = ""] = written.mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  const exponent = Number(written.exponent ?? 0) - fraction.length + digits.length - significant.length;
  if (!Number.isSafeInteger(exponent)) return null;
  if (significant === "") return { negative: false, digits: "", exponent: 0 };
  return { negative: written.negative, digits: significant, exponent };
}

export function sameDecimal(a: Decimal, b: Decimal): boolean {
  return a.negative === b.negative && a.digits === b.digits && a.exponent === b.exponent;
}

/** The nearest double; infinite where it is too large. */
export function toNumber({ negative, digits, exponent }: Decimal): number {
  return Number(`${negative ? "-" : ""}${digits || "0"}e${exponent}`);
}

export function isInteger({ exponent }: Decimal): boolean {
  return exponent >= 0;
}
