import { type BleuStatistics, corpusBleu } from "../../stats/corpus-bleu.ts";

/** Statistics of one tokenised text against its tokenised references; n-grams up to `maxOrder`. */
export function bleuStatistics(
  tokens: readonly string[],
  references: readonly (readonly string[])[],
  maxOrder = 4,
): BleuStatistics {
  const limits = new Map<string, number>();
  for (const reference of references) {
    for (const [gram, count] of countGrams(reference, maxOrder)) {
      limits.set(gram, Math.max(count, limits.get(gram) ?? 0));
    }
  }
  const orders = Array.from({ length: maxOrder }, (_, index) => index + 1);
  const matches = orders.map((order) => {
    let count = 0;
    const left = new Map<string, number>();
    forEachGram(tokens, order, (gram) => {
      const rest = left.get(gram) ?? limits.get(gram) ?? 0;
      if (rest === 0) return;
      left.set(gram, rest - 1);
      count += 1;
    });
    return count;
  });
  return {
    matches,
    totals: orders.map((order) => Math.max(0, tokens.length - order + 1)),
    length: tokens.length,
    referenceLength: nearestLength(tokens.length, references),
  };
}

function countGrams(tokens: readonly string[], maxOrder: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let order = 1; order <= maxOrder; order += 1) {
    forEachGram(tokens, order, (gram) => counts.set(gram, (counts.get(gram) ?? 0) + 1));
  }
  return counts;
}

/** No token has a blank in it: joined by blanks, n-grams of different orders stay apart. */
function forEachGram(tokens: readonly string[], order: number, visit: (gram: string) => void): void {
  for (let end = order; end <= tokens.length; end += 1) visit(tokens.slice(end - order, end).join(" "));
}

function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length).sort((a, b) => a - b);
  return lengths.reduce(
    (best, own) => (Math.abs(own - length) < Math.abs(best - length) ? own : best),
    lengths[0] ?? 0,
  );
}

/** BLEU of one text, 0 to 1, as sacrebleu's `sentence_bleu` has it: with effective order. */
export function sentenceBleu(statistics: BleuStatistics): number {
  return corpusBleu([statistics], { effectiveOrder: true });
}
