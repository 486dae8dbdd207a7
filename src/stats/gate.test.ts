import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gateBinaryPaired } from "./gate-binary-paired.ts";
import { gateNonInferiority } from "./gate-non-inferiority.ts";
import { gatePaired } from "./gate-paired.ts";
import type { GateResult } from "./gate-result.ts";
import { johnsonT } from "./johnson-t.ts";

const DELTA = { margin: 0.03 };
const pair = (candidate: number[], baseline: number[], clusters: number[] | null = null) =>
  gatePaired({ candidate, baseline, clusters, weights: null }, DELTA);
const of = (n: number, value: (i: number) => number) => Array.from({ length: n }, (_, i) => value(i));

function numbersOf(result: object): number[] {
  return Object.values(result).filter((value) => typeof value === "number");
}

describe("gate", () => {
  it("never passes without data", () => {
    const nothing = { difference: null, verdict: "undecided", passP: 1, failP: 1, method: "no-data" };
    expect(pair([], [])).toMatchObject({ n: 0, ...nothing });
    expect(pair([Number.NaN, 1], [1, 1])).toMatchObject(nothing);
    expect(gateBinaryPaired(0, 0, 0, DELTA)).toMatchObject({ ...nothing, zNonInferior: null });
    expect(gateBinaryPaired(2, 2, 3, DELTA)).toMatchObject(nothing);
    expect(gateBinaryPaired(0, 0, 100, { margin: Number.NaN })).toMatchObject(nothing);
  });

  it("never passes on one item, however wide the margin", () => {
    expect(pair([1], [0])).toMatchObject({ verdict: "undecided", passP: 1 });
    expect(gateBinaryPaired(1, 0, 1, { margin: 0.9 })).toMatchObject({ verdict: "undecided", passP: 1 });
    expect(gateNonInferiority([0.3], { margin: 0.9 })).toMatchObject({ verdict: "undecided", passP: 1 });
    // A hundred items of one document are one.
    expect(
      pair(
        of(100, () => 1),
        of(100, () => 1),
        of(100, () => 0),
      ),
    ).toMatchObject({ verdict: "undecided", passP: 1 });
  });

  it("takes agreement for evidence only where there is enough of it", () => {
    for (const n of [2, 50])
      expect(
        pair(
          of(n, () => 1),
          of(n, () => 1),
        ).verdict,
      ).toBe("undecided");
    expect(
      pair(
        of(100, () => 1),
        of(100, () => 1),
      ).verdict,
    ).toBe("pass");
    // The same for scores and for clusters without any spread.
    expect(
      pair(
        of(50, () => 0.5),
        of(50, () => 0.5),
      ),
    ).toMatchObject({ verdict: "undecided", method: "no-spread" });
    expect(
      pair(
        of(100, () => 0.5),
        of(100, () => 0.5),
      ),
    ).toMatchObject({ verdict: "pass", method: "no-spread" });
    expect(
      pair(
        of(200, () => 1),
        of(200, () => 1),
        of(200, (i) => i % 50),
      ).verdict,
    ).toBe("undecided");
  });

  it("does not call the same drop everywhere equality", () => {
    expect(
      pair(
        of(100, () => 0.4),
        of(100, () => 0.9),
      ),
    ).toMatchObject({ verdict: "fail", method: "no-spread" });
    expect(
      pair(
        of(3, () => 0.4),
        of(3, () => 0.9),
      ),
    ).toMatchObject({ verdict: "undecided" });
    expect(
      pair(
        of(100, () => 0.9),
        of(100, () => 0.4),
      ).verdict,
    ).toBe("pass");
    const slight = pair(
      of(200, () => 0.49),
      of(200, () => 0.5),
    );
    expect(slight).toMatchObject({ verdict: "pass", warnWorse: true });
  });

  it("is not carried away by a few differences", () => {
    // Two thirds of a point lost on three of 60 items: t alone would say a regression (p = .04).
    const few = of(60, (i) => (i < 3 ? 2 / 3 : 1));
    const result = pair(
      few,
      of(60, () => 1),
    );
    expect(result).toMatchObject({ verdict: "undecided", method: "johnson-t" });
    expect(result.failP).toBeCloseTo(1 / 16, 12);
    // Nor a pass because the three that differ have got better.
    expect(
      gateNonInferiority(
        of(20, (i) => (i < 2 ? 1 / 3 : 0)),
        DELTA,
      ).verdict,
    ).toBe("undecided");
  });

  it("knows the scale of a score", () => {
    // Scores of 1 to 5: the same answers on another scale get the same verdict.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 60 }), (steps) => {
        const small = gateNonInferiority(
          steps.map((step) => step / 4),
          { margin: 0.1, range: 1 },
        );
        const large = gateNonInferiority(steps, { margin: 0.4, range: 4 });
        if (small.method === "johnson-t" && large.method === "johnson-t") {
          expect(large.passP).toBeCloseTo(small.passP, 9);
        }
        expect(large.failP).toBeCloseTo(small.failP, 9);
      }),
    );
  });

  it("gives numbers and never NaN, whatever the items", () => {
    const score = fc.constantFrom(0, 1, 0.5, 1 / 3);
    const item = fc.tuple(score, score, fc.integer({ min: 0, max: 4 }), fc.constantFrom(1, 0.5, 2));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), fc.boolean(), fc.boolean(), (items, clustered, weighted) => {
        const result: GateResult = gatePaired(
          {
            candidate: items.map(([a]) => a),
            baseline: items.map(([, b]) => b),
            clusters: clustered ? items.map(([, , cluster]) => cluster) : null,
            weights: weighted ? items.map(([, , , weight]) => weight) : null,
          },
          DELTA,
        );
        for (const value of numbersOf(result)) expect(value).not.toBeNaN();
        expect(result.passP).toBeGreaterThanOrEqual(0);
        expect(result.passP).toBeLessThanOrEqual(1);
        expect(result.failP).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it("falls with every item that gets worse", () => {
    let last = 0;
    for (let worse = 0; worse <= 40; worse++) {
      const { passP } = gateBinaryPaired(5, worse, 200, DELTA);
      expect(passP).toBeGreaterThan(last);
      last = passP;
    }
  });
});

describe("Johnson's t", () => {
  it("is t without skew, and never counts a clearer pass for less", () => {
    const even = [1, -1, 0.5, -0.5, 0];
    expect(johnsonT(even, 0.1)?.tJohnson).toBeCloseTo(johnsonT(even, 0.1)?.t ?? 0, 12);
    const skewed = of(100, (i) => (i < 5 ? -1 / 3 : 0));
    let last = Number.NEGATIVE_INFINITY;
    for (let margin = -1; margin <= 1; margin += 0.01) {
      const t = johnsonT(skewed, margin)?.tJohnson ?? Number.NaN;
      expect(t).toBeGreaterThanOrEqual(last - 1e-12);
      last = t;
    }
    expect(johnsonT([1, 2], 0)).toBeNull();
    expect(johnsonT([1, 1, 1], 0)).toBeNull();
  });
});
