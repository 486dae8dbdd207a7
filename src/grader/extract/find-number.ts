/** A number as it stands in a text, its parts apart. */
export interface WrittenNumber {
  readonly negative: boolean;
  /** Digits, with a dot where there are decimals; no separators. */
  readonly mantissa: string;
  /** Decimal exponent as written (`-7`); null: none. */
  readonly exponent: string | null;
}

// Thousands: comma, LaTeX's {,} and \, the typographic spaces, the Swiss apostrophe.
const SEPARATOR = "(?:,|\\{,\\}|\\\\,|[\\u00a0\\u202f\\u2009'\\u2019])";
// A hyphen after a word, a digit or a bracket is a dash or a minus of two operands: "3-5", "GPT-4".
const SIGN = "(?<sign>(?<![\\p{L}\\p{N})\\]}%_])[-\\u2212\\uff0d\\ufe63+])?";
const POWER_OF_TEN =
  "\\s?(?:[×*·x]|\\\\times|\\\\cdot)\\s?10\\s?(?:(?:\\^|\\*\\*)\\s?\\{?\\s?(?<power>[-\\u2212+]?\\d+)\\}?|(?<superscript>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))";
const EXPONENT = `(?:[eE](?<exponent>[-\\u2212+]?\\d+)(?![\\p{L}\\d])|${POWER_OF_TEN})?`;

function numberPattern(separator: string): string {
  // The last is Indian: 12,34,567.
  const grouped = `(?:\\d{1,3}(?:${separator}\\d{3})+|\\d{1,2}(?:,\\d{2})+,\\d{3})(?!\\d)`;
  return `${SIGN}(?:\\p{Sc}\\s?)?(?<mantissa>(?:${grouped}|\\d+)(?:\\.\\d+)?|(?<![\\p{L}\\d.])\\.\\d+)${EXPONENT}`;
}

const ANYWHERE = new RegExp(numberPattern(SEPARATOR), "gu");
// Alone, a plain space between groups of three can be nothing but a separator.
const ALONE = new RegExp(`^\\s*${numberPattern(`(?:${SEPARATOR}| )`)}\\s?(?:%|\\p{Sc})?\\.?\\s*$`, "u");
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const VULGAR: Readonly<Record<string, string>> = Object.fromEntries(
  [..."½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"].map((sign) => [sign, sign.normalize("NFKD").replace("\u2044", "/")]),
);

/** "2½" as "2 1/2": a fraction that is one character is written out. */
export function vulgarFraction(text: string): string {
  return text.replace(/(?:(\d)\s?)?([½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/gu, (_, digit: string | undefined, sign: string) => {
    return `${digit === undefined ? "" : `${digit} `}${VULGAR[sign] ?? sign}`;
  });
}

// Not part of a date or a path: "12/05/2024", "a/3/4".
const FRACTION =
  /(?<sign>(?<![\p{L}\p{N})\]}%_])[-\u2212])?(?<![\d/.,])(?:(?<whole>\d{1,15}) )?(?<over>\d{1,15})[/\u2044](?<under>\d{1,15})(?![\d/]|[.,]\d)/gu;

/** The last number of a text in plain writing (`numberText`), or the last fraction (`3/4`, `2 1/2`); null: none. */
export function findNumberText(text: string): string | null {
  const written = vulgarFraction(text);
  let last: RegExpExecArray | null = null;
  for (const match of written.matchAll(FRACTION)) last = match;
  if (last !== null && !/\d/.test(written.slice(last.index + last[0].length))) {
    const { sign, whole, over, under } = last.groups ?? {};
    return `${sign === undefined ? "" : "-"}${whole === undefined ? "" : `${whole} `}${over}/${under}`;
  }
  const found = findNumber(written);
  return found === null ? null : numberText(found);
}

/** The last number of a text; null where there is none. Currency and percent signs are ignored. */
function findNumber(text: string): WrittenNumber | null {
  let last: RegExpExecArray | null = null;
  for (const match of plainDigits(text).matchAll(ANYWHERE)) last = match;
  return last === null ? null : partsOf(last);
}

/** Reads a text that is one number and nothing else; null where it is not. */
export function readNumber(text: string): WrittenNumber | null {
  const match = ALONE.exec(plainDigits(text.trim()));
  return match === null ? null : partsOf(match);
}

/** The number as plain text: `1,234.50` → `1234.50`, `−5` → `-5`, `3 × 10^8` → `3e8`. */
function numberText({ negative, mantissa, exponent }: WrittenNumber): string {
  return `${negative ? "-" : ""}${mantissa}${exponent === null ? "" : `e${exponent}`}`;
}

function partsOf({ groups = {} }: RegExpExecArray): WrittenNumber {
  const { sign = "", mantissa = "", exponent, power, superscript } = groups;
  const raw = exponent ?? power ?? (superscript === undefined ? undefined : fromSuperscript(superscript));
  return {
    negative: sign !== "" && sign !== "+",
    mantissa: mantissa.replace(/[^\d.]/g, ""),
    exponent: raw === undefined ? null : raw.replace("\u2212", "-").replace("+", ""),
  };
}

function fromSuperscript(text: string): string {
  return [...text].map((sign) => (sign === "⁻" ? "-" : sign === "⁺" ? "" : SUPERSCRIPTS.indexOf(sign))).join("");
}

/** Full-width digits are digits. NFKC would do, but would also make 52 of 5². */
function plainDigits(text: string): string {
  return text.replace(/[\uff0c\uff0e\uff10-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
