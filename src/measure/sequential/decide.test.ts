import { describe, expect, it } from "vitest";
import type { Requirement } from "../../domain/suite.ts";
import type { RequirementResult, Verdict } from "../../domain/summary.ts";
import { createRandom } from "../../stats/sfc32.ts";
import { cases, drawn } from "../__fixtures__/rows.ts";
import { decidedAt, droppedAt } from "./decide.ts";
import { judgedWhen, sequentialScope } from "./scope.ts";

function requirement(more: Partial<Requirement> = {}): Requirement {
  return {
    metric: "accuracy",
    bound: { kind: "min", value: 0.8, unit: "metric" },
    slice: null,
    candidate: null,
    against: null,
    decide: "interval",
    source: { index: 0, line: 1, col: 1 },
    ...more,
  };
}

function result(of: Requirement, candidate: string, verdict: Verdict, decides = true): RequirementResult {
  const { metric, slice, against, bound } = of;
  const figures = { value: 0.9, low: 0.8, high: 0.95, reason: "", casesNeeded: null };
  return { metric, candidate, slice, against, bound, decides, verdict, ...figures };
}

const NOBODY: ReadonlySet<string> = new Set();

function decided(
  requirements: readonly Requirement[],
  results: readonly RequirementResult[],
  more: {
    readonly active?: readonly string[];
    readonly needed?: readonly string[];
    readonly unfit?: readonly string[];
  } = {},
) {
  const { active = ["a", "b"], needed = [], unfit = [] } = more;
  const found = decidedAt({ requirements, results, active, needed: new Set(needed), unfit: new Set(unfit) });
  return found.map(({ candidate }) => candidate);
}

describe("decidedAt", () => {
  const min = requirement();
  const latency = requirement({ metric: "latency_p95_ms", bound: { kind: "max", value: 900, unit: "metric" } });

  it("stops whose requirements are all decided, whichever way", () => {
    const both = [result(min, "a", "pass"), result(min, "b", "undecided")];
    expect(decided([min], both)).toEqual(["a"]);
    expect(decided([min], [result(min, "a", "fail"), result(min, "b", "undecided")])).toEqual(["a"]);
    const open = [result(min, "a", "pass"), result(latency, "a", "undecided")];
    expect(decided([min, latency], open, { active: ["a"] })).toEqual([]);
    expect(
      decided([min, latency], [result(min, "a", "pass"), result(latency, "a", "fail")], { active: ["a"] }),
    ).toEqual(["a"]);
  });

  it("stops those who only inform with the last of those who decide", () => {
    const informs = [result(min, "a", "undecided"), result(min, "b", "undecided", false)];
    expect(decided([min], informs)).toEqual([]);
    expect(decided([min], [result(min, "a", "pass"), result(min, "b", "undecided", false)])).toEqual(["a", "b"]);
    expect(decided([min], [result(min, "a", "undecided"), result(min, "b", "pass", false)])).toEqual(["b"]);
  });

  it("keeps whom the others are compared with, until nobody is left", () => {
    const relative = requirement({
      against: "b",
      candidate: "a",
      bound: { kind: "max_drop", value: 0.02, unit: "metric" },
    });
    const own = requirement({ candidate: "b" });
    const open = [result(relative, "a", "undecided"), result(own, "b", "pass")];
    expect(decided([relative, own], open, { needed: ["b"] })).toEqual([]);
    expect(
      decided([relative, own], [result(relative, "a", "pass"), result(own, "b", "pass")], { needed: ["b"] }),
    ).toEqual(["a", "b"]);
  });

  it("lets facts of the run wait for its end, and holds whom the end alone can decide", () => {
    const total = requirement({ metric: "cost_total_usd", bound: { kind: "max", value: 5, unit: "metric" } });
    expect(
      decided([min, total], [result(min, "a", "pass"), result(total, "a", "undecided")], { active: ["a"] }),
    ).toEqual(["a"]);
    expect(decided([total], [result(total, "a", "pass")], { active: ["a"] })).toEqual([]);
    for (const atEnd of [requirement({ decide: "point" }), requirement({ metric: "macro_f1" })])
      expect(decided([min, atEnd], [result(min, "a", "pass"), result(atEnd, "a", "pass")], { active: ["a"] })).toEqual(
        [],
      );
  });

  it("goes on with whom too many errors would leave incomplete", () => {
    expect(decided([min], [result(min, "a", "fail"), result(min, "b", "pass")], { unfit: ["a"] })).toEqual(["b"]);
  });
});

describe("sequentialScope", () => {
  it("says what looks can decide", () => {
    expect(judgedWhen(requirement())).toBe("at looks");
    expect(judgedWhen(requirement({ metric: "output_tokens" }))).toBe("fact");
    expect(judgedWhen(requirement({ metric: "mcc" }))).toBe("at the end");
    expect(judgedWhen(requirement({ bound: { kind: "max_drop", value: 0.02, unit: "metric" } }))).toBe("at looks");
    const slower = { kind: "max_increase", value: 50, unit: "metric" } as const;
    expect(judgedWhen(requirement({ metric: "latency_p95_ms", bound: slower }))).toBe("at the end");
    expect(judgedWhen(requirement({ metric: "latency_mean_ms", bound: slower }))).toBe("at looks");
  });

  it("races those without a requirement, if they are three, and never whom others are compared with", () => {
    const all = ["a", "b", "c"];
    expect(sequentialScope([], all, NOBODY)).toEqual({ looks: false, racers: all, atEnd: [] });
    expect(sequentialScope([], ["a", "b"], NOBODY).racers).toEqual([]);
    expect(sequentialScope([], all, new Set(["a"])).racers).toEqual([]);
    expect(sequentialScope([requirement()], all, NOBODY)).toMatchObject({ looks: true, racers: [] });
    const own = [requirement({ candidate: "z" })];
    expect(sequentialScope(own, [...all, "z"], NOBODY)).toMatchObject({ looks: true, racers: all });
  });
});

describe("droppedAt", () => {
  it("drops who is shown to pass fewer cases, and nobody on less", async () => {
    const random = createRandom(5);
    const letters = (share: number, n: number) =>
      Array.from({ length: n }, () => (random() < share ? "+" : "-")).join("");
    const table = await drawn(
      { cases: cases(200) },
      { a: letters(0.9, 200), b: letters(0.88, 200), c: letters(0.3, 200) },
    );
    const racers = ["a", "b", "c"];
    const found = droppedAt(table, racers, racers, 50, 0.05);
    expect(found.map(({ candidate }) => candidate)).toEqual(["c"]);
    expect(["a", "b"]).toContain(found[0]?.leader);
    expect(droppedAt(table, racers, racers, 5, 0.05)).toEqual([]);
    expect(droppedAt(table, racers, ["a", "b"], 50, 0.05)).toEqual([]);
  });
});
