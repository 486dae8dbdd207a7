/** ASCII only, as the SQuAD script has it. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Whole words in any script: `\b` of JavaScript knows ASCII letters only. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/** Words as SQuAD compares them: lower case, without punctuation and English articles, split at blanks. NFC. */
export function squadTokens(text: string): readonly string[] {
  const bare = text.normalize("NFC").toLowerCase().replace(PUNCTUATION, "").replace(ARTICLES, " ");
  return bare.match(/\S+/g) ?? [];
}

/**
 * F1 of the two multisets of words, 0 to 1 (SQuAD 2.0, `compute_f1`). With no word left on either side it is 1 when
 * none is left on both. One departure: a blank text and one that says something ("A", "?") are never the same,
 * though normalisation leaves nothing of either, so that an empty answer passes only where none is expected.
 */
export function squadF1(a: string, b: string): number {
  const [left, right] = [squadTokens(a), squadTokens(b)];
  if (left.length === 0 || right.length === 0) {
    return left.length === right.length && (a.trim() === "") === (b.trim() === "") ? 1 : 0;
  }
  return (2 * overlap(left, right)) / (left.length + right.length);
}

/** How many items two multisets have in common. */
export function overlap(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const item of left) counts.set(item, (counts.get(item) ?? 0) + 1);
  let common = 0;
  for (const item of right) {
    const rest = counts.get(item) ?? 0;
    if (rest === 0) continue;
    counts.set(item, rest - 1);
    common += 1;
  }
  return common;
}
