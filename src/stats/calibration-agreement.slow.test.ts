import { describe, expect, it } from "vitest";
import { countAgreement } from "./agreement-table.ts";
import { auroc } from "./auroc.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { gwetAC1 } from "./gwet-ac1.ts";
import type { Interval } from "./interval.ts";
import { krippendorffAlpha } from "./krippendorff-alpha.ts";
import { mcnemar } from "./mcnemar.ts";
import { normPpf } from "./norm-ppf.ts";
import { createRandom } from "./sfc32.ts";

/** Share of `runs` intervals that hold the truth; a missing bound holds everything on its side. */
function coverage(runs: number, truth: number, draw: () => Interval): number {
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { low, high } = draw();
    if ((low ?? Number.NEGATIVE_INFINITY) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY)) held += 1;
  }
  return held / runs;
}

const CATEGORIES = [0, 1];
/** True class 1 with chance p; the judge finds it with chance se, and leaves the other alone with chance sp. */
function judged(random: () => number, n: number, p: number, se: number, sp: number): [number[], number[]] {
  const human = Array.from({ length: n }, () => (random() < p ? 1 : 0));
  return [human, human.map((label) => (random() < (label === 1 ? se : 1 - sp) ? 1 : 0))];
}
/** The truth is the coefficient of the table of expected shares. */
const expectedTable = (p: number, se: number, sp: number) => [
  [(1 - p) * sp, (1 - p) * (1 - sp)],
  [p * (1 - se), p * se],
];

// Prevalence, sensitivity, specificity, n.
const settings = [
  [0.5, 0.9, 0.85, 50],
  [0.8, 0.95, 0.8, 100],
  [0.8, 0.95, 0.8, 300],
  [0.95, 0.97, 0.7, 300],
] as const;

describe("agreement intervals hold the truth as often as they say", () => {
  it.each(settings)("kappa and AC1: prevalence %f, Se %f, Sp %f, n %i", (p, se, sp, n) => {
    const table = expectedTable(p, se, sp);
    const counted = (random: () => number) => countAgreement(...judged(random, n, p, se, sp), CATEGORIES);
    const [first, second] = [createRandom(11), createRandom(12)];
    const kappa = coverage(3_000, cohenKappa(table).kappa ?? Number.NaN, () => cohenKappa(counted(first)));
    const ac1 = coverage(3_000, gwetAC1(table).ac1 ?? Number.NaN, () => gwetAC1(counted(second)));
    expect(kappa).toBeGreaterThan(0.92);
    expect(ac1).toBeGreaterThan(0.935);
    expect(Math.max(kappa, ac1)).toBeLessThan(0.98);
  });

  it.each([
    ["nominal", 40],
    ["nominal", 150],
    ["ordinal", 150],
    ["interval", 150],
  ] as const)("alpha, %s, three raters, %i units", (level, n) => {
    // Ratings 1 to 5 around a unit's own worth; a fifth of them missing.
    const draw = (random: () => number, units: number) =>
      Array.from({ length: units }, () => {
        const worth = normPpf(random()) * 1.2 + 3;
        return [0, 1, 2].map(() => {
          const rating = Math.min(5, Math.max(1, Math.round(worth + normPpf(random()) * 0.8)));
          return random() < 0.2 ? null : rating;
        });
      });
    const truth = krippendorffAlpha(draw(createRandom(21), 200_000), level, { replicates: 0 }).alpha ?? Number.NaN;
    const random = createRandom(22);
    const held = coverage(500, truth, () => krippendorffAlpha(draw(random, n), level, { replicates: 400 }));
    expect(held).toBeGreaterThan(0.91);
    expect(held).toBeLessThan(0.98);
  });

  it("DeLong, 40 positives and 60 negatives", () => {
    const random = createRandom(31);
    // Two normals a distance apart: Φ(1.2 / √2).
    const truth = 0.8019;
    const held = coverage(2_000, truth, () => {
      const outcomes = Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : 0));
      return auroc(
        outcomes.map((outcome) => normPpf(random()) + 1.2 * outcome),
        outcomes,
      );
    });
    expect(Math.abs(held - 0.95)).toBeLessThan(0.02);
  });

  it("the test of position bias is wrong one time in twenty at most", () => {
    const random = createRandom(41);
    let rejected = 0;
    for (let run = 0; run < 3_000; run++) {
      let first = 0;
      for (let i = 0; i < 25; i++) if (random() < 0.5) first += 1;
      if (mcnemar(first, 25 - first).pExact <= 0.05) rejected += 1;
    }
    expect(rejected / 3_000).toBeLessThanOrEqual(0.055);
  });
});
