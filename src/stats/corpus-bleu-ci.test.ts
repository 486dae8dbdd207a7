import { describe, expect, it } from "vitest";
import { type BleuStatistics, corpusBleu } from "./corpus-bleu.ts";
import { corpusBleuCI } from "./corpus-bleu-ci.ts";
import { createRandom } from "./sfc32.ts";

/** A sentence of about 20 words of which each n-gram is found with a chance that falls with its order. */
function sentence(random: () => number, quality: number): BleuStatistics {
  const length = 12 + Math.floor(random() * 16);
  const totals = [1, 2, 3, 4].map((order) => length - order + 1);
  const own = Math.min(1, Math.max(0, quality + (random() - 0.5) * 0.6));
  const matches = totals.map((total, at) => {
    let found = 0;
    for (let i = 0; i < total; i++) if (random() < own ** (1 + 0.7 * at)) found += 1;
    return found;
  });
  return { matches, totals, length, referenceLength: 12 + Math.floor(random() * 16) };
}

describe("corpusBleuCI", () => {
  it("is corpus BLEU, with an interval that holds the truth about as often as it says", () => {
    const random = createRandom(3);
    const truth = corpusBleu(Array.from({ length: 60_000 }, () => sentence(random, 0.7)));
    let held = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const texts = Array.from({ length: 80 }, () => sentence(random, 0.7));
      const { value, low, high } = corpusBleuCI(texts);
      expect(value).toBeCloseTo(corpusBleu(texts), 12);
      if (low !== null && high !== null && low <= truth && truth <= high) held += 1;
    }
    expect(held / runs).toBeGreaterThan(0.92);
    expect(held / runs).toBeLessThan(0.98);
  });

  it("is the same whatever the unit, and wider in clusters of equals", () => {
    const random = createRandom(4);
    const texts = Array.from({ length: 40 }, () => sentence(random, 0.6));
    const once = corpusBleuCI(texts);
    const twice = corpusBleuCI([...texts, ...texts], [...texts.keys(), ...texts.keys()]);
    expect(twice.value).toBeCloseTo(once.value ?? 0, 12);
    expect(twice.low).toBeCloseTo(once.low ?? 0, 6);
  });

  it("has explicit results for nothing, one text, and no match", () => {
    const one = { matches: [3, 2, 1, 1], totals: [4, 3, 2, 1], length: 4, referenceLength: 4 };
    const none = { ...one, matches: [0, 0, 0, 0] };
    expect(corpusBleuCI([])).toEqual({ value: null, n: 0, low: null, high: null });
    expect(corpusBleuCI([one])).toMatchObject({ n: 1, low: null, high: null });
    expect(corpusBleuCI([none, none])).toEqual({ value: 0, n: 2, low: null, high: null });
    const same = corpusBleuCI([one, one, one]);
    expect(same.low).toBeCloseTo(same.value ?? 0, 9);
  });
});
