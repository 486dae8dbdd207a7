import { describe, expect, it } from "vitest";
import { planLooks, raceCheckpoints, STOP_EARLY } from "./looks.ts";
import { Sequence } from "./sequence.ts";

const steps = (sequence: Sequence, candidate: number, from: number, to: number) => {
  for (let step = from; step < to; step++) sequence.mark(candidate, step);
};

describe("planLooks", () => {
  it("looks five times, at fifths of the cases, with O'Brien and Fleming's bounds", () => {
    const looks = planLooks(1_001, STOP_EARLY);
    expect(looks.map(({ look, cases }) => [look, cases])).toEqual([
      [1, 201],
      [2, 401],
      [3, 601],
      [4, 801],
      [5, 1_001],
    ]);
    // Jennison, Turnbull: z of five looks, two-sided 5% (4.562 … 2.040) and one-sided 5% (3.915 … 1.751).
    expect(looks[0]?.confidence).toBeCloseTo(1 - 2 * 2.5362e-6, 7);
    expect(looks[4]?.confidence).toBeCloseTo(0.95865, 4);
    expect(looks[0]?.nominalP).toBeCloseTo(4.52e-5, 6);
    expect(looks[4]?.nominalP).toBeCloseTo(0.04, 4);
  });

  it("looks at no number of cases twice, and always at the last one", () => {
    for (const cases of [1, 2, 3, 4, 5, 6, 7, 11]) {
      const at = planLooks(cases, STOP_EARLY).map((look) => look.cases);
      expect(new Set(at).size).toBe(at.length);
      expect(at.at(-1)).toBe(cases);
      expect(at[0]).toBeGreaterThan(0);
    }
    expect(planLooks(3, STOP_EARLY).map(({ look, cases }) => [look, cases])).toEqual([
      [1, 1],
      [3, 2],
      [5, 3],
    ]);
    expect(planLooks(0, STOP_EARLY)).toEqual([]);
  });

  it("looks at a race 20 times, and less often where there is nothing to see in between", () => {
    expect(raceCheckpoints(1_000)).toHaveLength(20);
    expect(raceCheckpoints(1_000).at(0)).toBe(50);
    expect(raceCheckpoints(100)).toEqual([17, 34, 50, 67, 84, 100]);
    expect(raceCheckpoints(3)).toEqual([3]);
  });
});

describe("Sequence", () => {
  it("lets nobody go beyond a look before it was judged", () => {
    const sequence = new Sequence(2, 10, 2, [4, 8]);
    expect(sequence.reach).toBe(8);
    steps(sequence, 0, 0, 8);
    expect(sequence.due()).toBeNull();
    steps(sequence, 1, 0, 8);
    expect(sequence.due()).toBe(4);
    sequence.pass();
    expect(sequence.due()).toBeNull();
    expect(sequence.reach).toBe(16);
  });

  it("counts the first cases alone, whatever finished first, with all repeats of a case", () => {
    const sequence = new Sequence(1, 10, 2, [2]);
    steps(sequence, 0, 1, 4);
    expect(sequence.due()).toBeNull();
    sequence.mark(0, 0);
    expect(sequence.due()).toBe(2);
  });

  it("does not wait for those who were stopped", () => {
    const sequence = new Sequence(3, 10, 1, [3, 6]);
    for (const candidate of [0, 1, 2]) steps(sequence, candidate, 0, 3);
    expect(sequence.due()).toBe(3);
    sequence.stop(1);
    sequence.pass();
    expect(sequence.active).toEqual([0, 2]);
    expect(sequence.isActive(1)).toBe(false);
    for (const candidate of [0, 2]) steps(sequence, candidate, 3, 6);
    expect(sequence.due()).toBe(6);
  });

  it("is open to the end when the last checkpoint is passed, when all are stopped, and when a trial was left open", () => {
    const passed = new Sequence(1, 10, 1, [5]);
    steps(passed, 0, 0, 5);
    passed.pass();
    const stopped = new Sequence(1, 10, 1, [5]);
    stopped.stop(0);
    const halted = new Sequence(1, 10, 1, [5]);
    steps(halted, 0, 0, 5);
    halted.halt();
    for (const one of [passed, stopped, halted]) {
      expect(one.reach).toBe(Number.POSITIVE_INFINITY);
      expect(one.due()).toBeNull();
    }
  });
});
