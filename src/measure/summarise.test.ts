import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { cases, drawn, emptyTable, graderFacts, output, score, summaryFacts } from "./__fixtures__/rows.ts";
import { caseResults } from "./case-results.ts";
import { contiguousPrefix } from "./contiguous-prefix.ts";
import { summarise } from "./summarise.ts";

const judge = (cached = false, tokens: number | null = 5) => ({
  model: "j",
  reply: "",
  inputTokens: tokens,
  outputTokens: tokens,
  cached,
});

describe("summarise", () => {
  it("has every metric of every candidate, slices and comparisons", async () => {
    const plan = { cases: cases(8, (i) => ({ tags: i < 4 ? ["first"] : [] })) };
    const table = await drawn(plan, { a: "+-+-+-+-", b: "++++-u e.".replaceAll(" ", "") }, { costUsd: 0.5 });
    const summary = summarise(table, summaryFacts(table, {}, "a"), { sliceMetrics: ["ungraded_rate"] });
    const [a, b] = summary.candidates;
    expect(a?.trials).toEqual({ planned: 8, passed: 4, failed: 4, ungraded: 0, errored: 0, missing: 0, cached: 0 });
    expect(b?.trials).toEqual({ planned: 8, passed: 4, failed: 1, ungraded: 1, errored: 1, missing: 1, cached: 0 });
    expect(b?.errors).toEqual({ timeout: 1 });
    expect(b?.ungradedReasons).toEqual({ "no expected": 1 });
    expect(b?.metrics.accuracy).toEqual({ value: 0.8, ...wilsonInterval(4, 5), n: 5, method: "wilson" });
    expect(b?.slices["tag:first"]?.accuracy).toEqual({ value: 1, ...wilsonInterval(4, 4), n: 4, method: "wilson" });
    expect(Object.keys(b?.slices["tag:first"] ?? {}).sort()).toEqual([
      "accuracy",
      "cost_per_case_usd",
      "error_rate",
      "latency_p50_ms",
      "latency_p95_ms",
      "score",
      "ungraded_rate",
    ]);
    expect(summary.comparisons.map(({ baseline, candidate, n }) => ({ baseline, candidate, n }))).toEqual([
      { baseline: "a", candidate: "b", n: 5 },
    ]);
    expect(summary).toMatchObject({ runId: "r", cases: 8, repeats: 1, simulated: false, notes: [] });
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it("restricted to the finished prefix: outcomes and metrics of those cases, totals of the run", async () => {
    const table = await drawn({ cases: cases(6) }, { a: "++-+.+", b: "+-++++" }, { costUsd: 1 });
    const n = contiguousPrefix(table);
    const { candidates, spent } = summarise(table, summaryFacts(table), { cases: n });
    expect(n).toBe(4);
    expect(candidates[0]?.trials).toMatchObject({ planned: 4, passed: 3, failed: 1, missing: 0 });
    expect(candidates[0]?.metrics.accuracy).toMatchObject({ value: 0.75, n: 4 });
    expect(candidates[1]?.metrics.cost_total_usd).toMatchObject({ value: 6, n: 6 });
    expect(spent).toMatchObject({ candidatesUsd: 11, calls: 11 });
  });

  it("of a run in which all errored, or nothing ran, has no accuracy and no NaN", async () => {
    for (const letters of ["eeee", "....", "uuuu"]) {
      const table = await drawn({ cases: cases(4) }, { a: letters, b: letters });
      const summary = summarise(table, summaryFacts(table));
      expect(summary.candidates[0]?.metrics.accuracy).toMatchObject({ value: null, low: null, high: null, n: 0 });
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    }
    const empty = await drawn({ cases: [] }, { a: "" });
    expect(summarise(empty, summaryFacts(empty)).candidates[0]?.trials.planned).toBe(0);
  });

  it("outcomes add up to what was planned, and nothing is NaN, whatever happened", async () => {
    const letter = fc.constantFrom("+", "-", "u", "e", ".");
    const rows = fc.array(letter, { minLength: 12, maxLength: 12 }).map((letters) => letters.join(""));
    const clusters = fc.array(fc.constantFrom(null, "x", "y"), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, rows, clusters, fc.boolean(), async (a, b, cluster, weighted) => {
        const plan = {
          cases: cases(6, (i) => ({
            cluster: cluster[i] ?? null,
            weight: weighted ? 1 + i : null,
            tags: [`t${i % 2}`],
            severity: "S1",
          })),
          repeats: 2,
        };
        const table = await drawn(plan, { a, b }, { costUsd: 0.1, inputTokens: 3, outputTokens: 4, firstTokenMs: 9 });
        const summary = summarise(table, summaryFacts(table));
        for (const { trials } of summary.candidates) {
          const { planned, passed, failed, ungraded, errored, missing } = trials;
          expect(passed + failed + ungraded + errored + missing).toBe(planned);
        }
        expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
        for (const { metrics } of summary.candidates) {
          for (const { value, low, high } of Object.values(metrics)) {
            if (value !== null && low !== null) expect(low).toBeLessThanOrEqual(value + 1e-9);
            if (value !== null && high !== null) expect(high).toBeGreaterThanOrEqual(value - 1e-9);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order of lines", async () => {
    const one = await emptyTable({ cases: cases(3) });
    const two = await emptyTable({ cases: cases(3) });
    for (const i of [0, 1, 2]) {
      one.addOutput(output({ caseId: `c${i}`, costUsd: 0.1 * (i + 1), latencyMs: 10 * i }));
      one.addScore(score({ caseId: `c${i}`, grade: i > 0 }));
    }
    for (const i of [2, 0, 1]) two.addOutput(output({ caseId: `c${i}`, costUsd: 0.1 * (i + 1), latencyMs: 10 * i }));
    for (const i of [1, 2, 0]) two.addScore(score({ caseId: `c${i}`, grade: i > 0 }));
    expect(summarise(two, summaryFacts(two)).candidates).toEqual(summarise(one, summaryFacts(one)).candidates);
  });

  it("warns of few clusters, uneven weights, overfull fields and stray lines", async () => {
    const plan = {
      cases: cases(60, (i) => ({ cluster: `d${i % 4}`, weight: i === 0 ? 500 : 1, sliceValues: { n: [String(i)] } })),
    };
    const table = await drawn(plan, { m: "+".repeat(60) });
    table.addOutput(output({ caseId: "elsewhere" }));
    const { notes } = summarise(table, summaryFacts(table));
    expect(notes).toHaveLength(4);
    expect(notes.join("\n")).toMatch(
      /only 4 clusters.*\n.*60 cases say as much as 1 .*\n.*"n" has more than 50.*\n1 lines/,
    );
  });
});

describe("spent", () => {
  it("counts this run's own calls, replaced lines too, and judges apart", async () => {
    const table = await emptyTable({ cases: cases(5), graders: [graderFacts("j")] });
    table.addOutput(output({ caseId: "c0", costUsd: 0.25 }));
    table.addOutput(output({ caseId: "c0", costUsd: 0.25 }));
    table.addOutput(output({ caseId: "c1", costUsd: 4, cached: true }));
    table.addOutput(output({ caseId: "c2", error: "budget", attempt: "none" }));
    table.addOutput(output({ caseId: "c3", error: "rate_limit", attempt: 429 }));
    table.addOutput(output({ caseId: "c4", error: "timeout", attempt: null }));
    table.addScore(score({ caseId: "c0", grader: "j", grade: true, costUsd: 0.5, judge: judge() }));
    table.addScore(score({ caseId: "c1", grader: "j", grade: true, costUsd: 0.5, judge: judge(true) }));
    const { spent, candidates } = summarise(table, summaryFacts(table));
    // Refused by a 429: nothing to pay. Timed out: perhaps.
    expect(spent).toEqual({
      candidatesUsd: 0.5,
      judgesUsd: 0.5,
      calls: 5,
      unpricedCalls: 1,
      replayedFrom: "2026-01-01T00:00:00.000Z",
      replayedTo: "2026-01-01T00:00:00.000Z",
    });
    expect(candidates[0]?.metrics.cost_total_usd).toMatchObject({ value: 4.25, n: 2 });
    expect(candidates[0]?.trials.cached).toBe(1);
  });

  it("is unknown where a price is, and nothing where nobody is paid", async () => {
    const table = await emptyTable({ cases: cases(2), graders: [graderFacts("j")] });
    table.addOutput(output({ caseId: "c0", inputTokens: 5, outputTokens: 5 }));
    table.addScore(score({ caseId: "c0", grader: "j", grade: true, judge: judge() }));
    expect(summarise(table, summaryFacts(table, { priced: false })).spent).toMatchObject({
      candidatesUsd: null,
      judgesUsd: null,
      calls: 2,
    });
    expect(summarise(table, summaryFacts(table)).spent).toMatchObject({ candidatesUsd: 0, unpricedCalls: 1 });
    table.addOutput(output({ caseId: "c1", costUsd: 3 }));
    expect(summarise(table, summaryFacts(table, { paid: false })).spent).toMatchObject({
      candidatesUsd: 0,
      calls: 1,
      unpricedCalls: 0,
    });
    table.addScore(score({ caseId: "c1", grader: "j", grade: true, judge: judge(false, null) }));
    expect(summarise(table, summaryFacts(table, { paid: false })).spent.unpricedCalls).toBe(1);
  });
});

describe("caseResults", () => {
  it("averages the repeats of a case and keeps what is not known null", async () => {
    const table = await drawn({ cases: cases(3), repeats: 2 }, { a: "+- u+ ee" }, { costUsd: 0.5, latencyMs: 20 });
    expect([...caseResults(table, "a")]).toEqual([
      {
        index: 0,
        caseId: "c0",
        passed: 0.5,
        score: 0.5,
        graders: { exact: 0.5 },
        gradersPassed: { exact: 0.5 },
        latencyMs: 20,
        costUsd: 0.5,
        n: 2,
      },
      {
        index: 1,
        caseId: "c1",
        passed: 1,
        score: 1,
        graders: { exact: 1 },
        gradersPassed: { exact: 1 },
        latencyMs: 20,
        costUsd: 0.5,
        n: 1,
      },
      {
        index: 2,
        caseId: "c2",
        passed: null,
        score: null,
        graders: {},
        gradersPassed: {},
        latencyMs: null,
        costUsd: null,
        n: 0,
      },
    ]);
    expect([...caseResults(table, "nobody")]).toEqual([]);
  });
});
