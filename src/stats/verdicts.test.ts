import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { constraintVerdict } from "./constraint-verdict.ts";
import { costComparePaired } from "./cost-compare-paired.ts";
import { costPerSuccessBootstrap } from "./cost-per-success-bootstrap.ts";
import { discordanceSd } from "./discordance-sd.ts";
import { gateBinaryPaired } from "./gate-binary-paired.ts";
import { jeffreysInterval } from "./jeffreys-interval.ts";
import { minimumDetectableEffect } from "./minimum-detectable-effect.ts";
import { quantileDiffBootstrap } from "./quantile-diff-bootstrap.ts";
import { quantileDiffOrderStat } from "./quantile-diff-order-stat.ts";
import { quantileNearestRank } from "./quantile-nearest-rank.ts";
import { requiredN } from "./required-n.ts";
import { signFlipTest, signFlipTestMC } from "./sign-flip-test.ts";
import { signTest } from "./sign-test.ts";
import { stratifiedMean } from "./stratified-mean.ts";
import { wilcoxonSignedRank } from "./wilcoxon-signed-rank.ts";

const NONE = { low: null, high: null };
const DELTA = { margin: 0.03 };
const of = (n: number, value: (i: number) => number) => Array.from({ length: n }, (_, i) => value(i));

describe("tests of signs and ranks", () => {
  it("flip to McNemar's p when the differences are whole", () => {
    const d = [...of(3, () => 1), ...of(9, () => -1), ...of(20, () => 0)];
    const { failP } = gateBinaryPaired(3, 9, 32, DELTA);
    expect(signFlipTest(d)?.pLessMid).toBeCloseTo(failP, 12);
    expect(signFlipTest(d)?.pTwoSided).toBeCloseTo(signTest(d).p, 12);
  });

  it("say 1 where nothing differs, and null where they cannot say", () => {
    expect(signFlipTest([])).toMatchObject({ pTwoSided: 1, pGreater: 1, pLess: 1, pLessMid: 0.5 });
    expect(signFlipTest([0, 0])?.pTwoSided).toBe(1);
    expect(signFlipTest([Number.NaN])).toBeNull();
    expect(signFlipTest(of(21, () => 1))).toBeNull();
    expect(
      signFlipTestMC(
        of(21, () => 1),
        999,
        1,
      )?.pTwoSided,
    ).toBe(1 / 1000);
    expect(signTest([0, 0]).p).toBe(1);
    expect(wilcoxonSignedRank([])).toMatchObject({ p: 1 });
    expect(wilcoxonSignedRank([0, 0])).toMatchObject({ p: 1 });
    expect(wilcoxonSignedRank([Number.NaN])).toBeNull();
    expect(wilcoxonSignedRank([2])?.p).toBe(1);
  });

  it("adjust for the false discovery rate, nulls aside", () => {
    expect(benjaminiHochberg([])).toEqual([]);
    expect(benjaminiHochberg([null, 0.04, 0.01, Number.NaN])).toEqual([null, 0.04, 0.02, null]);
  });
});

describe("estimates without enough data", () => {
  it("have no bounds", () => {
    expect(jeffreysInterval(0, 0)).toEqual(NONE);
    expect(quantileNearestRank([], 0.5)).toBeNull();
    expect(
      quantileNearestRank(
        of(20, (i) => i + 1),
        0.95,
      ),
    ).toBe(19);
    expect(quantileDiffOrderStat([1, 2], [1, 2], 0.95)).toEqual(NONE);
    for (const paired of [true, false]) {
      expect(quantileDiffBootstrap([], [], 0.9, { paired })).toEqual({ difference: null, ...NONE });
      expect(quantileDiffBootstrap([3], [5], 0.9, { paired })).toEqual({ difference: 2, ...NONE });
      expect(quantileDiffBootstrap([3, 3], [5, 5], 0.9, { paired })).toEqual({ difference: 2, ...NONE });
    }
    expect(costPerSuccessBootstrap([], [])).toMatchObject(NONE);
    expect(costPerSuccessBootstrap([1, 2, 3], [0, 0, 0])).toMatchObject({ ...NONE, infiniteShare: 1 });
  });

  it("compare costs as far as they go", () => {
    const none = { ratio: null, ...NONE };
    expect(costComparePaired({ cost: [], success: [] }, { cost: [], success: [] })).toMatchObject({
      difference: null,
      perSuccess: none,
      perItem: none,
    });
    const free = costComparePaired({ cost: [0, 0], success: [1, 1] }, { cost: [1, 2], success: [1, 1] });
    expect(free).toMatchObject({ difference: 1.5, perSuccess: none });
    const failing = costComparePaired({ cost: [1, 2], success: [0, 0] }, { cost: [1, 2], success: [1, 1] });
    expect(failing).toMatchObject({ difference: null, standardError: null, perSuccess: none, perItem: { ratio: 1 } });
  });

  it("name the strata that say nothing", () => {
    const missing = stratifiedMean([
      { share: 0.4, values: [1, 0, 1] },
      { share: 0.6, values: [] },
    ]);
    expect(missing).toMatchObject({ mean: null, standardError: null, missingShare: 0.6, ...NONE });
    const lucky = stratifiedMean([
      { share: 0.5, values: [1, 1, 1] },
      { share: 0.5, values: [0, 0, 0] },
    ]);
    expect(lucky).toMatchObject({ mean: 0.5, withoutSpread: 2 });
    expect(lucky.standardError).toBeCloseTo(Math.sqrt((2 * 0.25 * 0.109375) / 3), 12);
    expect(stratifiedMean([{ share: 1, values: [0.7] }])).toMatchObject({ mean: 0.7, standardError: null });
    expect(stratifiedMean([])).toMatchObject({ n: 0, mean: null });
  });
});

describe("how many cases it takes", () => {
  it("cannot be said for a drop of the margin, and is never below two", () => {
    expect(requiredN({ sd: 0.3, margin: 0.03, trueDifference: -0.03 })).toBeNull();
    expect(requiredN({ sd: Number.NaN, margin: 0.03 })).toBeNull();
    expect(requiredN({ sd: 0, margin: 0.03 })).toBe(2);
    expect(minimumDetectableEffect(0, 0.3)).toBeNull();
    expect(minimumDetectableEffect(100, Number.NaN)).toBeNull();
    expect(discordanceSd(0, 0, 0)).toBeNull();
    expect(discordanceSd(0, 0, 50)).toBeCloseTo(Math.sqrt(2 / 52), 12);
  });

  it("undoes the smallest effect that n shows", () => {
    const effect = minimumDetectableEffect(500, 0.4, { power: 0.9 }) ?? 0;
    expect(requiredN({ sd: 0.4, margin: effect, power: 0.9 })).toBe(500);
  });
});

describe("a constraint", () => {
  it("is neither met nor violated by an interval without an end", () => {
    expect(constraintVerdict({ kind: "max", bound: 5 }, NONE)).toBe("unknown");
    expect(constraintVerdict({ kind: "min", bound: 5 }, { low: 5, high: null })).toBe("meets");
    expect(constraintVerdict({ kind: "max", bound: 5 }, { low: 6, high: null })).toBe("violates");
  });
});

// The reference's own replicates tie by chance of rounding (.54825 of them lie below; five tie, it saw three).
it("cost per success: BCa near the reference", () => {
  const cost = [12, 10, 34, 11, 9, 52, 15, 12, 10, 28, 13, 11, 41, 12, 10, 16].map((value) => value / 1000);
  const success = [1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1];
  const { bca } = costPerSuccessBootstrap(cost, success, { seed: 31 });
  expect(bca.low).toBeCloseTo(0.0155, 5);
  expect(bca.high).toBeCloseTo(0.05460242912936484, 4);
});
