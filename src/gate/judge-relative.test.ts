import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bound, discordant, drop, facts, judge, pair, rise } from "./__fixtures__/relative.ts";
import { judgeRelative, type RelativeFacts } from "./judge-relative.ts";
import { relativeTest } from "./relative-test.ts";

describe("judgeRelative, right or wrong answers", () => {
  // Reference figures: (candidate only, baseline only, n, margin).
  it.each([
    [0, 0, 50, 0.03, "undecided"],
    [0, 0, 100, 0.03, "pass"],
    [4, 6, 100, 0.05, "undecided"],
    [10, 30, 600, 0.03, "fail"],
    [10, 20, 1000, 0.03, "pass"],
    [3, 12, 200, 0.05, "fail"],
    [0, 0, 1, 0.5, "undecided"],
    [1, 0, 1, 0.5, "undecided"],
  ] as const)("%i better and %i worse of %i at %f: %s", (better, worse, n, margin, verdict) => {
    expect(judge(drop(margin), facts(discordant(better, worse, n))).verdict).toBe(verdict);
  });

  it("says the difference with its bounds, the margin, and the smallest drop that shows", () => {
    const result = judge(drop(0.05), facts(discordant(4, 6, 100)));
    expect(result).toMatchObject({ metric: "accuracy", candidate: "mini", verdict: "undecided", decides: true });
    expect(result.value).toBeCloseTo(-0.02, 12);
    expect(result.low).toBeLessThan(-0.05);
    expect(result.high).toBeGreaterThan(0);
    expect(result.reason).toContain("accuracy 0.94 against 0.96 in the baseline on 100 cases: -0.02 [-0.07");
    expect(result.reason).toContain("a drop is not shown, nor one of 0.05 ruled out");
    expect(result.reason).toContain("the smallest drop that 100 cases can show at 80% power is 0.08");
    expect(result.reason).toMatch(/about \d+ cases would decide if the figures stay \(100 now\)/);
    expect(result.casesNeeded).toBeGreaterThan(100);
  });

  it("passes with a warning where it is worse all the same", () => {
    const { verdict, reason } = judge(drop(0.03), facts(discordant(10, 20, 1000)));
    expect(verdict).toBe("pass");
    expect(reason).toContain("it is worse, within the margin");
    expect(judge(drop(0.03), facts(discordant(20, 20, 2000))).reason).not.toContain("worse");
  });

  it("names the cases that got worse", () => {
    const { reason } = judge(drop(0.03), facts(discordant(0, 12, 100)));
    expect(reason).toContain("regressed: c-0, c-1, c-2, c-3, c-4 and 7 more");
  });

  it("takes a percentage of the baseline's value", () => {
    // 5% of 0.5 is 0.025.
    const half = (wrong: number) => {
      const baseline = Array.from({ length: 400 }, (_, i) => i % 2);
      return pair(
        baseline.map((value, i) => (value === 1 && i < 2 * wrong ? 0 : value)),
        baseline,
      );
    };
    const figures = relativeTest(half(4), bound("max_drop", 5, "percent"), { unit: "share", alpha: 0.05 });
    expect(figures.margin).toBeCloseTo(0.025, 12);
    expect(judge(drop(5, "percent"), facts(half(0))).verdict).toBe("pass");
    expect(judge(drop(5, "percent"), facts(half(30))).verdict).toBe("fail");
    expect(judge(drop(5, "percent"), facts(half(30))).reason).toContain("5% (0.025)");
  });

  it("never passes a percentage of nothing", () => {
    const nothing = pair(Array(200).fill(0), Array(200).fill(0));
    expect(judge(drop(10, "percent"), facts(nothing)).verdict).toBe("undecided");
  });

  it("more cases are of no use where nothing differs from the margin", () => {
    expect(judge(drop(0), facts(discordant(5, 5, 100)))).toMatchObject({ verdict: "undecided", casesNeeded: null });
  });
});

describe("judgeRelative, what is missing", () => {
  it.each(["no baseline: evals baseline save latest", "strong is not in this run: nothing to compare with"])(
    "%s",
    (reason) => {
      const judged = judgeRelative(drop(0.03), "mini", facts({ status: "none", reason }));
      expect(judged.result).toMatchObject({ verdict: "undecided", reason, value: null, low: null, high: null });
      expect(judged.failP).toBeNull();
    },
  );

  it("compares on what is common, down to 80% of the cases", () => {
    const values = discordant(0, 0, 400, { unshared: 90, changed: 10, warnings: ["graders differ: exact"] });
    const enough = judge(drop(0.03), facts(values, { measured: 500 }));
    expect(enough.verdict).toBe("pass");
    expect(enough.reason).toContain(
      "90 cases not on both sides; 10 cases left out, changed since; graders differ: exact",
    );
    const few = judge(drop(0.03), facts(values, { measured: 501 }));
    expect(few.verdict).toBe("undecided");
    expect(few.reason).toContain("only 400 of 501 cases can be compared, fewer than 80%");
  });

  it("a pass that would not hold had the trials without a result failed is undecided", () => {
    const good = discordant(0, 0, 200);
    const supposing: RelativeFacts["supposing"] = (what) =>
      what === "failed" ? { status: "paired", values: discordant(0, 8, 208) } : null;
    const result = judge(drop(0.03), facts(good, { supposing }));
    expect(result.verdict).toBe("undecided");
    expect(result.reason).toContain("it would not hold had the trials without a result failed");
    const holds = judge(drop(0.2), facts(good, { supposing }));
    expect(holds.verdict).toBe("pass");
  });

  it("a failure is one only if it stands had what is missing passed", () => {
    const bad = discordant(0, 12, 100);
    const supposing: RelativeFacts["supposing"] = (what) =>
      what === "passed" ? { status: "paired", values: discordant(10, 12, 110) } : null;
    expect(judge(drop(0.03), facts(bad)).verdict).toBe("fail");
    expect(judge(drop(0.03), facts(bad, { supposing })).verdict).toBe("undecided");
    expect(judge(drop(0.03), facts(bad, { complete: false })).verdict).toBe("undecided");
  });

  it("an empty comparison never passes", () => {
    for (const form of [{ type: "mean" }, { type: "quantile", p: 0.5 }, { type: "ratio" }] as const)
      expect(judge(drop(0.5), facts(pair([], [], { form }))).verdict).toBe("undecided");
  });
});

describe("judgeRelative, other forms", () => {
  it("by the value alone, where the suite says so", () => {
    const point = { ...drop(0.03), decide: "point" } as const;
    expect(judge(point, facts(discordant(0, 3, 100))).verdict).toBe("pass");
    const fail = judge(point, facts(discordant(0, 4, 100)));
    expect([fail.verdict, fail.casesNeeded]).toEqual(["fail", null]);
    expect(fail.reason).toContain("misses the largest drop of 0.03 (by the value alone)");
  });

  it("where lower is better, more is worse", () => {
    const cost = (factor: number) => {
      const baseline = Array.from({ length: 100 }, (_, i) => 1 + (i % 10) / 10);
      return pair(
        baseline.map((value, i) => value * factor + (i % 3) * 0.01),
        baseline,
        {
          metric: "cost_per_case_usd",
          better: "lower",
        },
      );
    };
    const of = rise(10, "percent", { metric: "cost_per_case_usd" });
    expect(judge(of, facts(cost(1), { unit: "usd" })).verdict).toBe("pass");
    expect(judge(of, facts(cost(0.5), { unit: "usd" })).verdict).toBe("pass");
    const worse = judge(of, facts(cost(1.2), { unit: "usd" }));
    expect(worse.verdict).toBe("fail");
    expect(worse.value).toBeGreaterThan(0);
    expect(worse.low).toBeGreaterThan(0);
    expect(worse.reason).toContain("an increase is shown");
  });

  it("clusters are what was sampled: ten of them say less than a hundred cases", () => {
    const values = discordant(0, 20, 100);
    expect(judge(drop(0.05), facts(values)).verdict).toBe("fail");
    // The twenty that got worse are two whole clusters of ten.
    const clusters = Int32Array.from({ length: 100 }, (_, i) => Math.floor(i / 10));
    expect(judge(drop(0.05), facts({ ...values, clusters })).verdict).toBe("undecided");
  });

  it("weights count", () => {
    const values = discordant(0, 20, 200);
    const weights = Float64Array.from({ length: 200 }, (_, i) => (i < 20 ? 0.01 : 1));
    expect(judge(drop(0.03), facts(values)).verdict).toBe("fail");
    expect(judge(drop(0.03), facts({ ...values, weights })).verdict).not.toBe("fail");
  });

  it("repeats: shares of passes, and how many repeats would decide", () => {
    const shares = Array.from({ length: 60 }, (_, i) => ((i * 7) % 4) / 3);
    const values = pair(
      shares,
      shares.map((_, i) => ((i * 5 + 1) % 4) / 3),
      { repeats: { candidate: 3, baseline: 3 } },
    );
    const result = judge(drop(0.05), facts(values));
    expect(result.verdict).toBe("undecided");
    expect(result.reason).toMatch(/or about \d+ repeats on both sides would decide/);
  });

  it("a quantile: undecided below the n that it takes, and says which", () => {
    const latencies = (n: number, factor: number) => {
      const baseline = Array.from({ length: n }, (_, i) => 100 + ((i * 37) % 101));
      return pair(
        baseline.map((value, i) => value * factor + (i % 7)),
        baseline,
        {
          metric: "latency_p95_ms",
          better: "lower",
          form: { type: "quantile", p: 0.95 },
        },
      );
    };
    const of = rise(10, "percent", { metric: "latency_p95_ms" });
    const few = judge(of, facts(latencies(399, 1), { unit: "ms" }));
    expect(few).toMatchObject({ verdict: "undecided", casesNeeded: 400 });
    expect(few.reason).toContain("needs 400 cases (399 now)");
    expect(judge(of, facts(latencies(600, 1), { unit: "ms" })).verdict).toBe("pass");
    expect(judge(of, facts(latencies(600, 1.5), { unit: "ms" })).verdict).toBe("fail");
  });

  it("a quantile is judged with a seed: twice the same", () => {
    const baseline = Array.from({ length: 100 }, (_, i) => 100 + ((i * 37) % 101));
    const values = pair(
      baseline.map((value, i) => value + (i % 13)),
      baseline,
      { form: { type: "quantile", p: 0.5 } },
    );
    const of = rise(10, "percent", { metric: "latency_p50_ms" });
    expect(judge(of, facts(values, { unit: "ms", seed: 7 }))).toEqual(
      judge(of, facts(values, { unit: "ms", seed: 7 })),
    );
  });

  it.each([
    [1, "pass", "pass"],
    [1.3, "fail", "fail"],
    [0.7, "pass", "pass"],
  ] as const)("cost per success, %f times as much: %s by percentage, %s by amount", (factor, relative, absolute) => {
    const n = 300;
    const cost = Float64Array.from({ length: n }, (_, i) => 1 + ((i * 13) % 17) / 100);
    const success = Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 0 : 1));
    const values = pair([], [], {
      metric: "cost_per_success_usd",
      better: "lower",
      form: { type: "ratio" },
      candidate: cost.map((value, i) => value * factor + ((i * 7) % 11) / 1000),
      baseline: cost,
      per: { candidate: success, baseline: success },
      ids: Array.from({ length: n }, (_, i) => `c-${i}`),
    });
    const usd = facts(values, { unit: "usd" });
    const metric = { metric: "cost_per_success_usd" };
    expect(judge(rise(10, "percent", metric), usd).verdict).toBe(relative);
    expect(judge(rise(0.13, "metric", metric), usd).verdict).toBe(absolute);
  });

  it("no success on either side is no pass", () => {
    const n = 50;
    const none = new Float64Array(n);
    const values = pair(Array(n).fill(1), Array(n).fill(1), {
      form: { type: "ratio" },
      per: { candidate: none, baseline: none },
    });
    expect(judge(rise(10, "percent"), facts(values, { unit: "usd" })).verdict).toBe("undecided");
  });
});

describe("judgeRelative, in any order", () => {
  it("does not depend on the order of the cases", () => {
    const cases = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4 })),
      {
        minLength: 2,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(cases, fc.boolean(), fc.constantFrom(0.03, 0.2, 0.5), (rows, clustered, margin) => {
        const of = (these: typeof rows) => {
          const values = pair(
            these.map(([a]) => a / 3),
            these.map(([, b]) => b / 3),
            { clusters: clustered ? Int32Array.from(these, ([, , cluster]) => cluster) : null },
          );
          return judge(drop(margin), facts(values)).verdict;
        };
        expect(of(rows.toReversed())).toBe(of(rows));
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
