type Rule = readonly [suffix: string, replacement: string];

// Porter's suffix stripping (1980) with the changes of NLTK's default mode, which google-research's ROUGE uses.
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ...["sky", "skies"].map((word) => [word, "sky"] as const),
  ...["die", "lie", "tie"].map((word) => [`${word.charAt(0)}ying`, word] as const),
  ...["inning", "outing", "canning"].flatMap((word) => [[word, word] as const, [`${word}s`, word] as const]),
  ...["news", "howe", "proceed", "exceed", "succeed"].map((word) => [word, word] as const),
]);

const rules = (text: string): readonly Rule[] =>
  text.split(" ").map((rule) => {
    const [suffix = "", replacement = ""] = rule.split(">");
    return [suffix, replacement];
  });

// The first suffix that fits decides, whether its condition holds or not: their order matters.
const PLURALS = rules("sses>ss ies>i ss>ss s>");
const STEP_2 = rules(
  "ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble entli>ent eli>e ousli>ous ization>ize ation>ate " +
    "ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble fulli>ful",
);
const STEP_3 = rules("icate>ic ative> alize>al iciti>ic ical>ic ful> ness>");
const STEP_4 = rules(
  "al> ance> ence> er> ic> able> ible> ant> ement> ment> ent> ion> ou> ism> ate> iti> ous> ive> ize>",
);

/** The stem of an English word in lower case; digits count as consonants. */
export function porterStem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  const inflected = finalY(participle(plural(word)));
  const derived = strip(nominal(inflected), STEP_3, (stem) => measure(stem) > 0);
  const bare = strip(derived, STEP_4, (stem, suffix) => measure(stem) > 1 && (suffix !== "ion" || /[st]$/.test(stem)));
  return finalL(finalE(bare));
}

function plural(word: string): string {
  return word.length === 4 && word.endsWith("ies") ? cut(word, 1) : strip(word, PLURALS, () => true);
}

/** -ed and -ing. */
function participle(word: string): string {
  if (word.endsWith("ied")) return cut(word, word.length === 4 ? 1 : 2);
  if (word.endsWith("eed")) return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
  const stem = word.endsWith("ed") ? cut(word, 2) : word.endsWith("ing") ? cut(word, 3) : null;
  if (stem === null || !hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : cut(stem, 1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function finalY(word: string): string {
  return word.length > 2 && word.endsWith("y") && isConsonant(word, word.length - 2) ? `${cut(word, 1)}i` : word;
}

function nominal(word: string): string {
  if (word.endsWith("alli")) return measure(cut(word, 4)) > 0 ? nominal(cut(word, 2)) : word;
  // The condition looks at the stem with its l: "geologi", but not "logi".
  if (word.endsWith("logi")) return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
  return strip(word, STEP_2, (stem) => measure(stem) > 0);
}

function finalE(word: string): string {
  if (!word.endsWith("e")) return word;
  const stem = cut(word, 1);
  const size = measure(stem);
  return size > 1 || (size === 1 && !endsShort(stem)) ? stem : word;
}

function finalL(word: string): string {
  return word.endsWith("ll") && measure(cut(word, 1)) > 1 ? cut(word, 1) : word;
}

function strip(word: string, list: readonly Rule[], holds: (stem: string, suffix: string) => boolean): string {
  const rule = list.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const stem = cut(word, rule[0].length);
  return holds(stem, rule[0]) ? stem + rule[1] : word;
}

function cut(word: string, characters: number): string {
  return word.slice(0, word.length - characters);
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(stem: string): number {
  let count = 0;
  let vowel = false;
  for (let index = 0; index < stem.length; index += 1) {
    const consonant = isConsonantAfter(stem.charAt(index), index > 0 && !vowel);
    if (consonant && vowel) count += 1;
    vowel = !consonant;
  }
  return count;
}

function hasVowel(stem: string): boolean {
  let vowel = false;
  for (let index = 0; index < stem.length && !vowel; index += 1) {
    vowel = !isConsonantAfter(stem.charAt(index), index > 0);
  }
  return vowel;
}

/** A y is a vowel after a consonant. */
function isConsonantAfter(letter: string, afterConsonant: boolean): boolean {
  return letter === "y" ? !afterConsonant : !"aeiou".includes(letter);
}

function isConsonant(word: string, index: number): boolean {
  let first = index;
  while (first > 0 && word.charAt(first) === "y") first -= 1;
  let consonant = isConsonantAfter(word.charAt(first), false);
  for (let at = first + 1; at <= index; at += 1) consonant = isConsonantAfter(word.charAt(at), consonant);
  return consonant;
}

function endsDouble(word: string): boolean {
  return word.length > 1 && word.at(-1) === word.at(-2) && isConsonant(word, word.length - 1);
}

/** Consonant, vowel, consonant other than w, x, y; a word of two letters: vowel, consonant. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  if (last < 1 || !isConsonant(word, last) || isConsonant(word, last - 1)) return false;
  return last === 1 || (isConsonant(word, last - 2) && !/[wxy]$/.test(word));
}
