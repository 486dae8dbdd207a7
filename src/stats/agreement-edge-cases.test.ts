import { describe, expect, it } from "vitest";
import { agreementTable, countAgreement } from "./agreement-table.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { cohenKappaWeighted } from "./cohen-kappa-weighted.ts";
import { gwetAC1 } from "./gwet-ac1.ts";
import { krippendorffAlpha } from "./krippendorff-alpha.ts";
import { percentileBootstrap } from "./percentile-bootstrap.ts";

const NOTHING = { low: null, high: null };

describe("kappa and AC1", () => {
  it("say nothing of nothing", () => {
    expect(cohenKappa([])).toMatchObject({ n: 0, kappa: null, ...NOTHING });
    expect(
      gwetAC1([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ n: 0, ac1: null, ...NOTHING });
    expect(
      agreementTable([
        [-1, 2],
        [0, 0],
      ]),
    ).toBeNull();
    expect(
      agreementTable([
        [Number.NaN, 2],
        [0, 0],
      ]),
    ).toBeNull();
  });

  it("of one category: chance explains all, but AC1 still counts the agreement", () => {
    expect(
      cohenKappa([
        [20, 0],
        [0, 0],
      ]),
    ).toMatchObject({ kappa: null, ...NOTHING });
    const ac1 = gwetAC1([
      [20, 0],
      [0, 0],
    ]);
    expect(ac1).toMatchObject({ ac1: 1, high: 1 });
    expect(ac1.low).toBeGreaterThan(0.8);
    expect(ac1.low).toBeLessThan(0.9);
    expect(gwetAC1([[20]])).toMatchObject({ ac1: null, ...NOTHING });
  });

  it("of raters who never differ: not certain", () => {
    for (const { low, high } of [
      cohenKappa([
        [5, 0],
        [0, 5],
      ]),
      gwetAC1([
        [5, 0],
        [0, 5],
      ]),
    ]) {
      expect(high).toBe(1);
      expect(low).toBeGreaterThan(0.3);
      expect(low).toBeLessThan(0.6);
    }
  });

  it("stay within -1 and 1", () => {
    const opposed = cohenKappa([
      [0, 3],
      [3, 0],
    ]);
    expect(opposed).toMatchObject({ kappa: -1, low: -1 });
    expect(
      gwetAC1([
        [0, 3],
        [3, 0],
      ]).low,
    ).toBe(-1);
  });

  it("weigh near misses less", () => {
    const near = [
      [10, 5, 0],
      [5, 10, 5],
      [0, 5, 10],
    ];
    const [plain, linear, quadratic] = (["unweighted", "linear", "quadratic"] as const).map(
      (weights) => cohenKappaWeighted(near, weights).kappa ?? 0,
    );
    expect(linear).toBeGreaterThan(plain ?? 1);
    expect(quadratic).toBeGreaterThan(linear ?? 1);
  });

  it("leave labels outside the categories out", () => {
    expect(countAgreement(["a", "b", "x"], ["a", "a", "b"], ["a", "b"])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it("has Gwet's analytic error near that of a bootstrap", () => {
    const pairs = [
      [40, 9],
      [6, 45],
    ].flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)));
    const { standardError } = percentileBootstrap(pairs.length, (drawn) => {
      const some = [...drawn].flatMap((at) => [pairs[at] ?? ([0, 0] as const)]);
      return gwetAC1(
        countAgreement(
          some.map(([a]) => a),
          some.map(([, b]) => b),
          [0, 1],
        ),
      ).ac1;
    });
    const analytic =
      gwetAC1([
        [40, 9],
        [6, 45],
      ]).standardError ?? 0;
    expect(Math.abs(analytic / (standardError ?? 1) - 1)).toBeLessThan(0.06);
  });
});

describe("alpha", () => {
  it("says nothing of no pairs, or of ratings that are all equal", () => {
    expect(krippendorffAlpha([], "nominal")).toMatchObject({ alpha: null, units: 0, ...NOTHING });
    expect(krippendorffAlpha([[1], [2, null]], "nominal")).toMatchObject({ alpha: null, units: 0 });
    expect(
      krippendorffAlpha(
        [
          [3, 3],
          [3, 3],
        ],
        "interval",
      ),
    ).toMatchObject({ alpha: null, units: 2, ...NOTHING });
  });

  it("of raters who never differ is 1, without a claim to certainty", () => {
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [2, 2],
          [1, 1],
        ],
        "ordinal",
      ),
    ).toMatchObject({ alpha: 1, ...NOTHING });
  });

  it("has the same bounds for the same seed, around its value", () => {
    const units = Array.from({ length: 30 }, (_, i) => [i % 3, i % 4 === 0 ? (i + 1) % 3 : i % 3]);
    const [one, two] = [1, 1].map((seed) => krippendorffAlpha(units, "nominal", { seed }));
    expect(one).toEqual(two);
    expect(krippendorffAlpha(units, "nominal", { seed: 2 }).low).not.toBe(one?.low);
    expect(one?.low).toBeLessThan(one?.alpha ?? -1);
    expect(one?.high).toBeGreaterThan(one?.alpha ?? 1);
  });

  it("does not lose small differences of large ratings", () => {
    const units = [
      [1, 2],
      [2, 2],
      [3, 3],
      [1, 1],
    ];
    const far = units.map((unit) => unit.map((value) => value + 1e7));
    const [near, moved] = [units, far].map((some) => krippendorffAlpha(some, "interval", { replicates: 0 }).alpha);
    expect(moved).toBeCloseTo(near ?? 0, 9);
  });
});
