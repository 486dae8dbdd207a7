import { describe, expect, it } from "vitest";
import { type JudgedPair, lengthControlledWinRate } from "./length-controlled-win-rate.ts";
import { createRandom } from "./sfc32.ts";

/** Pairs whose true log odds at equal lengths are `quality`, and whose judge likes long answers by `bias`. */
function simulate(seed: number, n: number, { quality, bias, longer }: Record<"quality" | "bias" | "longer", number>) {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const differences = Array.from({ length: n }, () => longer + 300 * normal());
  // The simulation knows the spread; the estimate has to find it out.
  const spread = 300;
  return differences.map((difference): JudgedPair => {
    const chance = 1 / (1 + Math.exp(-(quality + bias * Math.tanh(difference / spread))));
    return {
      preference: random() < chance ? 1 : 0,
      candidateLength: 1_000 + difference,
      againstLength: 1_000,
    };
  });
}

const mean = (pairs: readonly JudgedPair[]) =>
  pairs.reduce((sum, { preference }) => sum + preference, 0) / pairs.length;

describe("lengthControlledWinRate", () => {
  it("takes the judge's liking for length out", () => {
    const pairs = simulate(1, 4_000, { quality: 0, bias: 1.5, longer: 250 });
    expect(mean(pairs)).toBeGreaterThan(0.62);
    const controlled = lengthControlledWinRate(pairs);
    expect(controlled?.value).toBeCloseTo(0.5, 1);
    expect(controlled?.lengthEffect).toBeCloseTo(1.5, 0);
    expect(controlled?.low).toBeLessThan(0.5);
    expect(controlled?.high).toBeGreaterThan(0.5);
  });

  it("leaves a judge alone who does not look at length", () => {
    const pairs = simulate(2, 4_000, { quality: 0.8, bias: 0, longer: 250 });
    expect(Math.abs((lengthControlledWinRate(pairs)?.value ?? 0) - mean(pairs))).toBeLessThan(0.02);
  });

  it("covers the truth in 95% of simulations", () => {
    const truth = 1 / (1 + Math.exp(-0.5));
    let covered = 0;
    const runs = 500;
    for (let seed = 0; seed < runs; seed++) {
      const estimate = lengthControlledWinRate(simulate(100 + seed, 300, { quality: 0.5, bias: 1, longer: 100 }));
      if ((estimate?.low ?? 1) <= truth && truth <= (estimate?.high ?? 0)) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.93);
    expect(covered / runs).toBeLessThan(0.975);
  });

  it("is turned about when both sides change places", () => {
    const pairs = simulate(3, 500, { quality: 0.4, bias: 1, longer: 80 });
    const swapped = pairs.map(({ preference, candidateLength, againstLength }) => ({
      preference: 1 - preference,
      candidateLength: againstLength,
      againstLength: candidateLength,
    }));
    const [one, other] = [lengthControlledWinRate(pairs), lengthControlledWinRate(swapped)];
    expect((one?.value ?? 0) + (other?.value ?? 0)).toBeCloseTo(1, 9);
    expect((one?.low ?? 0) + (other?.high ?? 0)).toBeCloseTo(1, 9);
  });

  it("counts ties as halves, and says so where nothing can be told", () => {
    const pair = (preference: number, candidateLength: number): JudgedPair => ({
      preference,
      candidateLength,
      againstLength: 100,
    });
    expect(lengthControlledWinRate([])).toBeNull();
    expect(lengthControlledWinRate([pair(1, 100), pair(0.5, 100)])).toMatchObject({ value: 0.75, lengthEffect: 0 });
    expect(lengthControlledWinRate([pair(1, 200), pair(0, 200)])).toBeNull();
    expect(lengthControlledWinRate([pair(1, 200), pair(1, 300)])).toMatchObject({ value: 1, n: 2 });
    const ties = lengthControlledWinRate([pair(0.5, 50), pair(0.5, 100), pair(0.5, 150)]);
    expect(ties?.value).toBeCloseTo(0.5, 9);
  });

  it("stays finite where length alone decides", () => {
    const pairs = Array.from({ length: 100 }, (_, index): JudgedPair => {
      return { preference: index < 50 ? 0 : 1, candidateLength: 51 + index, againstLength: 100.5 };
    });
    const estimate = lengthControlledWinRate(pairs);
    expect(estimate?.value).toBeCloseTo(0.5, 6);
    expect(estimate?.lengthEffect).toBeGreaterThan(2);
    expect(Number.isFinite(estimate?.lengthEffect)).toBe(true);
  });
});
