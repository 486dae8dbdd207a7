/** Tokens of a lower-case letter, and of a space that stands before a letter or another space. */
const LETTER = 0.7;
const SPACE = 0.3;

/**
 * The most tokens that a text can have, as far as measured. Byte-level tokenizers make at most one token of a byte:
 * that is what everything counts but lower-case letters (a word of n of them, with its space: 0.3 + 0.7 n) and the
 * spaces between words. Measured with o200k and cl100k, tokens a byte against this bound: English 0.19 (0.66), code
 * 0.24 (0.7), JSON 0.41 (0.9), random letters 0.53 (0.7), hexadecimal 0.56, UUIDs 0.64, Base64 0.72 (0.87), Chinese
 * 0.33, emoji 0.71, Amharic 0.93, Armenian and rarer scripts 1.0 (1). Other tokenizers take up to 1.3 times as many, and
 * of digits one each; for words and code there is room for that (Base64: 1.2). What is reserved too much comes back when the
 * call is settled.
 */
export function boundTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) tokens += bytesOf(code);
    else if (code >= 0x61 && code <= 0x7a) tokens += LETTER;
    else tokens += code === 0x20 && isLetterOrSpace(text.charCodeAt(at + 1)) ? SPACE : 1;
  }
  // A text that begins with a word has no space before it.
  return Math.ceil(tokens + SPACE);
}

/** In UTF-8; a surrogate is half of a character of four. */
function bytesOf(code: number): number {
  if (code < 0x800) return 2;
  return code >= 0xd800 && code <= 0xdfff ? 2 : 3;
}

/** NaN, at the end, is neither. */
function isLetterOrSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
