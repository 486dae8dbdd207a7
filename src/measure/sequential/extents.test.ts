import { describe, expect, it } from "vitest";
import type { StopEarlyRecord } from "../../domain/run.ts";
import type { Requirement } from "../../domain/suite.ts";
import { cases, drawn, summaryFacts } from "../__fixtures__/rows.ts";
import { summarise } from "../summarise.ts";
import { extentsOf } from "./extents.ts";

const MIN: Requirement = {
  metric: "accuracy",
  bound: { kind: "min", value: 0.8, unit: "metric" },
  slice: null,
  candidate: null,
  against: null,
  decide: "interval",
  source: { index: 0, line: 1, col: 1 },
};
const record = (more: Partial<StopEarlyRecord> = {}): StopEarlyRecord => ({
  looks: 5,
  alpha: 0.05,
  decisions: [],
  ...more,
});
const STOPPED = { candidate: "a", look: 2, cases: 4, why: "" };

describe("extentsOf", () => {
  it("is all of a run without looks, at 95%, or its finished prefix", async () => {
    const whole = await drawn({ cases: cases(4) }, { a: "++++", b: "+-+-" });
    expect(extentsOf(whole, [MIN], undefined)).toEqual(
      [0, 1].map(() => ({ cases: 4, confidence: 0.95, alpha: 0.05, look: null, complete: true, stopped: false })),
    );
    const broken = await drawn({ cases: cases(4) }, { a: "++++", b: "+-.-" });
    expect(extentsOf(broken, [MIN], undefined)[0]).toMatchObject({ cases: 2, look: null, complete: false });
  });

  it("is a candidate's own look where it stopped, and the last look for who went on", async () => {
    const table = await drawn({ cases: cases(10) }, { a: "++++......", b: "++++++++++" });
    const [a, b] = extentsOf(table, [MIN], record({ decisions: [STOPPED] }));
    expect(a).toMatchObject({ cases: 4, look: { look: 2 }, complete: true, stopped: true });
    expect(b).toMatchObject({ cases: 10, look: { look: 5 }, complete: true, stopped: false });
    expect(a?.confidence).toBeGreaterThan(b?.confidence ?? 1);
  });

  it("is the last look that was reached where it was broken off, and before the first one its bound", async () => {
    const late = await drawn({ cases: cases(10) }, { a: "++++......", b: "+++++++..." });
    expect(extentsOf(late, [MIN], record({ decisions: [STOPPED] }))[1]).toMatchObject({
      cases: 6,
      look: { look: 3 },
      complete: false,
    });
    const soon = await drawn({ cases: cases(10) }, { a: "+........." });
    expect(extentsOf(soon, [MIN], record())[0]).toMatchObject({ cases: 1, look: { look: 1 }, complete: false });
  });

  it("has no looks where nothing can be decided at them", async () => {
    const table = await drawn({ cases: cases(10) }, { a: "++++++++++" });
    expect(extentsOf(table, [], record())[0]).toMatchObject({ confidence: 0.95, look: null });
    expect(extentsOf(table, [{ ...MIN, decide: "point" }], record())[0]).toMatchObject({ look: null });
  });

  it("gives figures of the extent, with sequential intervals, and counts what was skipped", async () => {
    // What a stopped candidate has beyond its look stays out.
    const table = await drawn({ cases: cases(10) }, { a: "+++-+.....", b: "++++++++++" });
    const extents = extentsOf(table, [MIN], record({ decisions: [STOPPED] }));
    const { candidates, comparisons } = summarise(table, summaryFacts(table), { extents });
    const [a, b] = candidates;
    expect(a?.trials).toMatchObject({ planned: 10, passed: 3, failed: 1, missing: 0, skipped: 6 });
    expect(a?.metrics.accuracy).toMatchObject({ value: 0.75, n: 4, method: "wilson-obf" });
    expect(b?.trials).toEqual({ planned: 10, passed: 10, failed: 0, ungraded: 0, errored: 0, cached: 0, missing: 0 });
    expect(b?.metrics.accuracy).toMatchObject({ n: 10, method: "wilson-obf" });
    const plain = summarise(table, summaryFacts(table)).candidates[1];
    expect(b?.metrics.accuracy?.low).toBeLessThan(plain?.metrics.accuracy?.low ?? 0);
    expect(comparisons[0]).toMatchObject({ n: 4, unshared: 0 });
  });
});
