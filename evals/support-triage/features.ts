const ADDRESS = /\S+@\S+/g;
const AMOUNT = /[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£]|eur\w*|usd|gbp|kr\b)/g;
const NUMBER = /\d[\d.,/-]*/g;

/** Lower case, no accents; addresses, amounts and numbers become one word each, since their digits say nothing. */
export function normalise(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(ADDRESS, " mailaddress ")
    .replace(AMOUNT, " someamount ")
    .replace(NUMBER, " somenumber ");
}

/** Words, pairs of neighbouring words, and pieces of 3 to 5 letters (which survive typos and inflection), with counts. */
export function features(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const words = normalise(text).match(/\p{L}+|[!?]/gu) ?? [];
  words.forEach((word, index) => {
    add(word);
    add(`${words[index - 1] ?? ""} ${word}`);
    const padded = `_${word}_`;
    for (const size of [3, 4, 5]) {
      for (let start = 0; start + size <= padded.length; start += 1) add(`#${padded.slice(start, start + size)}`);
    }
  });
  return counts;
}
