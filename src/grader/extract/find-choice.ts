// What comes before a letter that is meant as an answer. Repetitions are bounded: a text may be a megabyte of blanks.
const OPEN = "[\\s*_`\"'(\\[{$]{0,8}(?:\\\\(?:boxed|text|textbf|mathbf|mathrm)\\{\\(?){0,2}";
const IS = "(?:\\s{0,3}\\b(?:is|are|was|would be|must be|should be))?";

/** Stated as the answer: the last of these counts. The letter is group 1 and ends the match. */
const STATED: readonly RegExp[] = [
  new RegExp(
    `\\b(?:answer|choose|chose|select|pick)\\b[*_]{0,3}${IS}[*_]{0,3}\\s{0,3}[:：=]?${OPEN}(?:option\\s|choice\\s)?${OPEN}([A-Z])(?![\\p{L}\\p{N}])`,
    "giu",
  ),
  new RegExp(`\\b(?:option|choice)\\s{1,3}(?:is\\b|:)${OPEN}([A-Z])(?![\\p{L}\\p{N}])`, "giu"),
  // In brackets of its own, which are not those of "f(x)" or "word(s)".
  /(?<![\p{L}\p{N}_])[([]\s?\*{0,2}([A-Za-z])(?=\*{0,2}\s?[)\]])/gu,
  /(?:\*\*|__|`)\s?\(?([A-Z])(?=\)?[.:]?\s?(?:\*\*|__|`)|[.):]\s)/gu,
  /\\boxed\{\s?(?:\\(?:text|textbf|mathbf|mathrm)\{)?\(?([A-Z])(?=[)}.])/gu,
  /^[ \t>*_`"'(]{0,8}([A-Za-z])(?=[ \t.)*_`"',:]{0,8}$)/gmu,
];

/** Named, though perhaps only in a list of the options: they count where nothing is stated. */
const NAMED: readonly RegExp[] = [
  /^[ \t>*_-]{0,8}([A-Z])(?=[.):](?:\s|\*|$))/gmu,
  /\b(?:option|choice)\s{1,3}\(?([A-Z])(?![\p{L}\p{N}])/gu,
];

/** The last word of all. */
const AT_END: readonly RegExp[] = [/(?<![\p{L}\p{N}'’.&-])([A-Z])(?=[.!*)"'`]{0,4}\s{0,100}$)/gu];

const AFTER_A = /^\s{1,3}(?:because|since|as|due|for|given|which|based|and|or|but|with|being|is|was)\b/i;

/**
 * The option letter that a text settles on, in upper case: "(B)", "B.", "Answer: B", "**B**"; the last one counts.
 * The article "A" and the pronoun "I" are no letters. null where there is none.
 */
export function findChoice(text: string, allowed?: ReadonlySet<string>): string | null {
  return locateChoice(text, allowed)?.letter ?? null;
}

/** The same with where the letter stands. */
export function locateChoice(
  text: string,
  allowed?: ReadonlySet<string>,
): { readonly letter: string; readonly index: number } | null {
  for (const patterns of [STATED, NAMED, AT_END]) {
    let at = -1;
    let found: string | null = null;
    for (const pattern of patterns) {
      for (const match of text.matchAll(pattern)) {
        const letter = match[1] ?? "";
        const index = match.index + match[0].length - letter.length;
        const upper = letter.toUpperCase();
        if (index < at || (allowed !== undefined && !allowed.has(upper)) || !isMeant(text, index, letter)) continue;
        [at, found] = [index, upper];
      }
    }
    if (found !== null) return { letter: found, index: at };
  }
  return null;
}

function isMeant(text: string, index: number, letter: string): boolean {
  const before = text.slice(Math.max(0, index - 1), index);
  const after = text.slice(index + 1, index + 20);
  // In a pair of marks it is a letter whatever it says.
  if (/[([{*_`"']/.test(before) && /^[)\]}*_`"'.:]/.test(after)) return true;
  if (/^['’]\p{L}/u.test(after)) return false;
  if (letter !== letter.toUpperCase()) return /^\s*(?:[.)]?\s*)?(?:$|\n)/.test(after);
  if (letter !== "A" && letter !== "I") return true;
  return !/^\s{1,3}\p{L}/u.test(after) || AFTER_A.test(after);
}
