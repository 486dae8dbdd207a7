import { messageOf } from "../errors.ts";

/** What is wrong with a text that `JSON.parse` refused, and where. */
export interface JsonFault {
  /** Offset in the text (UTF-16 units) when V8 names one. */
  readonly position: number | null;
  /** It ends before the value is complete. */
  readonly endsEarly: boolean;
  readonly message: string;
}

const FOREIGN: Readonly<Record<string, string>> = {
  N: 'NaN and None are not JSON: write null, or "NaN" as text',
  I: 'Infinity is not JSON: write null, or "Infinity" as text',
  T: "True is not JSON: write true",
  F: "False is not JSON: write false",
  u: "undefined is not JSON: write null",
  "'": "JSON takes double quotes",
};

/**
 * Node 20 says `… in JSON at position 8`, Node 22 and later add `(line 1 column 9)`; an unexpected token comes without
 * a position and quotes the text around it instead, which may be the user's data: that part is dropped.
 */
export function explainJson(text: string, thrown: unknown): JsonFault {
  const said = messageOf(thrown);
  const at = /at position (\d+)/.exec(said);
  const position = at ? Number(at[1]) : null;
  const endsEarly =
    /Unexpected end|Unterminated string/.test(said) || (position !== null && position >= text.trimEnd().length);
  const token = /^Unexpected token '?(.)'?[,\s]/u.exec(said)?.[1] ?? (position === null ? undefined : text[position]);
  const foreign = token === undefined || /Bad control/.test(said) ? undefined : FOREIGN[token];
  const plain = said
    .replace(/, (\.\.\.)?".*$/su, "")
    .replace(/ in JSON at position.*$/su, "")
    .replace(/ at position.*$/su, "");
  const detail = plain.charAt(0).toLowerCase() + plain.slice(1);
  return { position, endsEarly, message: foreign === undefined ? detail : `${detail} (${foreign})` };
}
