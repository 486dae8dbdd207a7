import { describe, expect, it } from "vitest";
import { bootstrapBCa } from "./bootstrap-bca.ts";
import { classificationMetrics } from "./classification-metrics.ts";
import { type ConfusionUnit, confusionBootstrap } from "./confusion-bootstrap.ts";
import { confusionFigures } from "./confusion-figures.ts";
import { createRandom } from "./sfc32.ts";

/** [expected, predicted] of three classes; 3 is none of them. */
const PAIRS: readonly (readonly [number, number])[] = [
  ...new Array<[number, number]>(12).fill([0, 0]),
  ...new Array<[number, number]>(4).fill([0, 2]),
  ...new Array<[number, number]>(9).fill([1, 1]),
  ...new Array<[number, number]>(5).fill([1, 3]),
  ...new Array<[number, number]>(14).fill([2, 2]),
  ...new Array<[number, number]>(3).fill([2, 0]),
];
const unit = ([expected, predicted]: readonly [number, number], count = 1): ConfusionUnit => ({
  expected: [expected],
  predicted: [predicted],
  weights: [1],
  count,
});

function figuresOf(pairs: Iterable<readonly [number, number]>) {
  const margins = { correct: new Float64Array(3), expected: new Float64Array(3), predicted: new Float64Array(4) };
  for (const [expected, predicted] of pairs) {
    margins.expected[expected] = (margins.expected[expected] ?? 0) + 1;
    margins.predicted[predicted] = (margins.predicted[predicted] ?? 0) + 1;
    if (expected === predicted) margins.correct[expected] = (margins.correct[expected] ?? 0) + 1;
  }
  return confusionFigures(margins);
}

describe("the bootstrap of a confusion matrix", () => {
  it.each(["macroF1", "macroPrecision", "macroRecall", "mcc"] as const)("is the plain BCa of %s", (name) => {
    const plain = bootstrapBCa(
      PAIRS.length,
      (drawn) => figuresOf([...drawn].map((at) => PAIRS[at] ?? [0, 0]))?.[name] ?? null,
    );
    const found = confusionBootstrap(
      PAIRS.map((pair) => unit(pair)),
      3,
    )?.[name];
    expect(found?.low).toBeCloseTo(plain.low ?? Number.NaN, 9);
    expect(found?.high).toBeCloseTo(plain.high ?? Number.NaN, 9);
    expect(plain.method).toBe("bca");
  });

  it("gives the same for equal units counted, in any run", () => {
    const counted = [
      unit([0, 0], 12),
      unit([0, 2], 4),
      unit([1, 1], 9),
      unit([1, 3], 5),
      unit([2, 2], 14),
      unit([2, 0], 3),
    ];
    const single = confusionBootstrap(
      PAIRS.map((pair) => unit(pair)),
      3,
    );
    const found = confusionBootstrap(counted, 3);
    for (const name of ["macroF1", "mcc"] as const) {
      expect(found?.[name].low).toBeCloseTo(single?.[name].low ?? Number.NaN, 9);
      expect(found?.[name].high).toBeCloseTo(single?.[name].high ?? Number.NaN, 9);
    }
    expect(confusionBootstrap(counted, 3)).toEqual(found);
  });

  it("shrinks with the root of n where counts are drawn instead of units", () => {
    const pattern = [
      [0, 0],
      [0, 2],
      [1, 1],
      [1, 3],
      [2, 2],
      [2, 0],
    ] as const;
    const counts = [12, 4, 9, 5, 14, 3];
    const width = (times: number) => {
      const found = confusionBootstrap(
        pattern.map((pair, at) => unit(pair, (counts[at] ?? 0) * times)),
        3,
      )?.macroF1;
      return (found?.high ?? Number.NaN) - (found?.low ?? Number.NaN);
    };
    // 400 times is below the change of method, 900 times above it.
    expect(width(400) / width(900)).toBeGreaterThan(1.35);
    expect(width(400) / width(900)).toBeLessThan(1.65);
  });

  it("claims nothing where no sample differs", () => {
    expect(confusionBootstrap([unit([0, 0], 5), unit([1, 1], 5), unit([2, 2], 5)], 3)?.accuracy).toEqual({
      low: null,
      high: null,
    });
    expect(confusionBootstrap([unit([0, 0])], 3)).toBeNull();
    expect(confusionBootstrap([], 3)).toBeNull();
  });
});

describe("figures of a confusion matrix", () => {
  it("leave out classes that nothing expects, and count every prediction of none as wrong", () => {
    const found = classificationMetrics([
      [3, 0, 1, 0],
      [0, 0, 0, 0],
      [1, 0, 2, 1],
    ]);
    expect(found?.recall).toEqual([3 / 4, 0, 2 / 4]);
    expect(found?.balancedAccuracy).toBeCloseTo((3 / 4 + 2 / 4) / 2, 12);
    expect(found?.macro[2]).toBeCloseTo((6 / 8 + 4 / 7) / 2, 12);
    expect(found?.accuracy).toBe(5 / 8);
    expect(
      classificationMetrics([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull();
  });

  it("have Matthews' correlation of the pairs themselves", () => {
    const random = createRandom(3);
    for (let run = 0; run < 20; run++) {
      const pairs = Array.from({ length: 40 }, () => [Math.floor(random() * 3), Math.floor(random() * 4)] as const);
      // As the correlation of indicator columns (Gorodkin 2004).
      const covariance = (a: 0 | 1, b: 0 | 1) => {
        let total = 0;
        for (let k = 0; k < 4; k++) {
          const share = (side: 0 | 1) => pairs.filter((pair) => pair[side] === k).length / pairs.length;
          total += pairs.filter((pair) => pair[a] === k && pair[b] === k).length / pairs.length - share(a) * share(b);
        }
        return total;
      };
      const expected = covariance(0, 1) / Math.sqrt(covariance(0, 0) * covariance(1, 1));
      expect(figuresOf(pairs)?.mcc).toBeCloseTo(expected, 9);
    }
  });
});
