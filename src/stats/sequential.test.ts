import { describe, expect, it } from "vitest";
import { eliminationCheckpoint } from "./elimination-checkpoint.ts";
import { groupSequentialLooks } from "./group-sequential-looks.ts";
import { lanDeMetsObf } from "./lan-de-mets-obf.ts";
import { mixtureBettingE } from "./mixture-betting-e.ts";
import { normPpf } from "./norm-ppf.ts";
import { obfBoundaries } from "./obf-boundaries.ts";
import { obfConstant } from "./obf-constant.ts";
import { paretoFront } from "./pareto-front.ts";
import { paretoProbability } from "./pareto-probability.ts";
import { repeatedInterval } from "./repeated-interval.ts";
import { createRandom } from "./sfc32.ts";
import { successiveElimination } from "./successive-elimination.ts";

describe("looks", () => {
  it("one look is the fixed test", () => {
    expect(obfConstant(1, 0.05)).toBeCloseTo(normPpf(0.95), 12);
    expect(lanDeMetsObf([1], 0.05)[0]).toBeCloseTo(normPpf(0.95), 9);
  });

  it("give the nominal p that gates are compared with", () => {
    const looks = groupSequentialLooks(5, 0.05);
    expect(looks.map(({ share }) => share)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    for (const [k, p] of [4.52e-5, 0.00282, 0.0119, 0.0251, 0.04].entries()) {
      expect(Math.abs((looks[k]?.nominalP ?? 0) / p - 1)).toBeLessThan(0.005);
    }
    expect(groupSequentialLooks(2, 0.05).map(({ nominalP }) => nominalP.toPrecision(3))).toEqual(["0.00882", "0.0467"]);
  });

  it("are refused where they make no sense", () => {
    expect(obfBoundaries(0, 0.05)).toEqual([]);
    expect(obfConstant(2.5, 0.05)).toBeNaN();
    expect(obfBoundaries(5, 0.6)).toEqual([]);
    expect(lanDeMetsObf([0.5, 0.5], 0.05)).toEqual([]);
    expect(lanDeMetsObf([0.5, 1.1], 0.05)).toEqual([]);
    expect(lanDeMetsObf([], 0.05)).toEqual([]);
  });

  it("hold at shares that lie close together", () => {
    const bounds = lanDeMetsObf([0.5, 0.501, 0.999, 1], 0.05);
    const apart = lanDeMetsObf([0.5, 1], 0.05);
    expect(bounds[0]).toBeCloseTo(apart[0] ?? 0, 9);
    // A look that adds next to nothing spends next to nothing.
    expect(Math.abs((bounds[2] ?? 0) - (apart[1] ?? 0))).toBeLessThan(0.02);
  });

  it("widen the interval early", () => {
    const [first, last] = groupSequentialLooks(2, 0.025);
    if (first === undefined || last === undefined) throw new Error("two looks");
    const early = repeatedInterval(0.1, 0.02, first);
    const late = repeatedInterval(0.1, 0.02, last);
    expect(early.low).toBeCloseTo(0.1 - 0.02 * 1.97743 * Math.SQRT2, 5);
    expect(late.high).toBeCloseTo(0.1 + 0.02 * 1.97743, 5);
    expect(repeatedInterval(0.1, 0, last)).toEqual({ low: null, high: null });
    expect(repeatedInterval(null, 0.1, last)).toEqual({ low: null, high: null });
  });
});

describe("bets", () => {
  it("start with nothing won, and mirror each other", () => {
    const random = createRandom(1);
    const above = mixtureBettingE(0.4, "above");
    const below = mixtureBettingE(0.6, "below");
    expect(mixtureBettingE(0.5, "above")(0.5)).toBe(0);
    for (let t = 0; t < 200; t++) {
      const z = random();
      expect(below(1 - z)).toBeCloseTo(above(z), 9);
    }
  });

  it("do not know the future", () => {
    const values = [1, 0, 1, 1, 0.5, 0];
    const path = (order: number[]) => {
      const bet = mixtureBettingE(0.45, "above");
      return order.map((at) => bet(values[at] ?? 0));
    };
    expect(path([0, 1, 2, 5, 4, 3]).slice(0, 3)).toEqual(path([0, 1, 2, 3, 4, 5]).slice(0, 3));
  });

  it("stay finite for twenty thousand answers, and refuse what they cannot bet on", () => {
    const bet = mixtureBettingE(0.5, "above");
    let log = 0;
    for (let t = 0; t < 20_000; t++) log = bet(1);
    expect(Number.isFinite(log)).toBe(true);
    const lost = mixtureBettingE(0.5, "above");
    for (let t = 0; t < 20_000; t++) log = lost(0);
    expect(Number.isFinite(log)).toBe(true);
    expect(() => bet(1.5)).toThrow(RangeError);
    expect(() => bet(Number.NaN)).toThrow(RangeError);
    expect(() => mixtureBettingE(0, "above")).toThrow(RangeError);
  });
});

describe("elimination", () => {
  const row = (n: number, value: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => value(i));

  it("drops who always loses, and never who is equal", () => {
    const scores = [row(100, () => 1), row(100, (i) => i % 2), row(100, () => 1)];
    const { kept, dropped, answers } = successiveElimination(scores);
    expect(kept).toEqual([0, 2]);
    expect(dropped).toMatchObject([{ candidate: 1, leader: 0 }]);
    expect(answers).toBe(200 + (dropped[0]?.items ?? 0));
  });

  it("has nothing to say of one, of none, and of what is missing", () => {
    expect(successiveElimination([])).toEqual({ kept: [], dropped: [], answers: 0 });
    expect(successiveElimination([row(10, () => 1)])).toMatchObject({ kept: [0], answers: 10 });
    expect(successiveElimination([row(1, () => 1), row(1, () => 0)]).kept).toEqual([0, 1]);
    expect(eliminationCheckpoint([row(100, () => 1), row(100, () => Number.NaN)], [0, 1], 100, 0.05)).toEqual([]);
    expect(eliminationCheckpoint([row(9, () => 1), row(9, () => 0)], [0, 1], 0, 0.05)).toEqual([]);
  });
});

describe("Pareto", () => {
  it("keeps equals together, and leaves out who has no figure", () => {
    expect(
      paretoFront(
        [
          [0.1 + 0.2, 1],
          [0.3, 1],
          [Number.NaN, 0],
          [0.2, 1],
        ],
        ["max", "min"],
      ),
    ).toEqual([true, true, false, false]);
    expect(paretoFront([], ["max"])).toEqual([]);
  });

  it("says who dominates whom, by whole clusters where there are some", () => {
    const scores = [
      [1, 1, 1, 0],
      [0, 0, 1, 0],
    ];
    const of = (candidate: number, drawn: Uint32Array) =>
      drawn.reduce((total, at) => total + (scores[candidate]?.[at] ?? 0), 0) / drawn.length;
    const metrics = [{ direction: "max" as const, of }];
    const alone = paretoProbability(2, 4, metrics, { replicates: 2000, seed: 1 });
    expect(alone.front[0]).toBe(1);
    // They tie when neither of the first two items is drawn: one time in sixteen.
    expect(Math.abs((alone.front[1] ?? 0) - 1 / 16)).toBeLessThan(0.02);
    expect(alone.dominatedBy[1]?.[0]).toBeCloseTo(1 - (alone.front[1] ?? 0), 12);
    expect((alone.best[0]?.[0] ?? 0) + (alone.best[0]?.[1] ?? 0)).toBeCloseTo(1, 12);
    const units = [
      [0, 1],
      [2, 3],
    ];
    const clustered = paretoProbability(2, 4, metrics, { replicates: 2000, seed: 1, units });
    expect(Math.abs((clustered.front[1] ?? 0) - 1 / 4)).toBeLessThan(0.04);
    expect(paretoProbability(2, 0, metrics)).toMatchObject({ front: [0, 0] });
  });
});
