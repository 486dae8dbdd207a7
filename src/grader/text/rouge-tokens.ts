import { porterStem } from "./porter-stem.ts";

// Scripts written without blanks between words: each character, with the marks upon it, is a token.
const UNSPACED = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");
const TOKEN = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
const ASCII = /^[\0-\x7f]*$/;

/**
 * Words in lower case, punctuation dropped. On ASCII it is google-research's tokeniser, which drops every other
 * letter; here letters and digits of all scripts count, Chinese, Japanese and Thai by character. `stem` takes words of
 * more than three ASCII letters to their stems (Porter, English).
 */
export function rougeTokens(text: string, stem: boolean): readonly string[] {
  const lower = text.normalize("NFC").toLowerCase();
  const words: readonly string[] = lower.match(ASCII.test(lower) ? /[a-z0-9]+/g : TOKEN) ?? [];
  if (!stem) return words;
  const stems = new Map<string, string>();
  return words.map((word) => {
    if (word.length <= 3 || !ASCII.test(word)) return word;
    const known = stems.get(word) ?? porterStem(word);
    stems.set(word, known);
    return known;
  });
}
