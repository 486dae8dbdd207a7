const HEX_DIGITS = 12;

/** The first 48 bits of a digest (hex) as a number: enough to see that a case of one id has changed. 0: none known. */
export function digestNumber(digest: string | undefined): number {
  return digest === undefined ? 0 : Number.parseInt(digest.slice(0, HEX_DIGITS), 16) || 0;
}

/** The same as text: 12 hex digits. */
export function digestPrefix(number: number): string {
  return number.toString(16).padStart(HEX_DIGITS, "0");
}
