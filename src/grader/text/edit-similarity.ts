import { distance } from "fastest-levenshtein";

/** 1 − edits / length of the longer text, in characters (code points) after NFC; two empty texts are equal. */
export function editSimilarity(a: string, b: string): number {
  const left = [...a.normalize("NFC")];
  const right = [...b.normalize("NFC")];
  const longer = Math.max(left.length, right.length);
  if (longer === 0) return 1;
  // The library counts UTF-16 units: each character that the left text has becomes one unit, all others are unit 0.
  const units = new Map<string, number>();
  for (const character of left) if (!units.has(character)) units.set(character, units.size + 1);
  const edits = distance(unitText(left, units), unitText(right, units));
  // One division, so that 8 of 10 is 0.8 and not a little less.
  return (longer - edits) / longer;
}

function unitText(characters: readonly string[], units: ReadonlyMap<string, number>): string {
  return characters.map((character) => String.fromCharCode(units.get(character) ?? 0)).join("");
}
