import { describe, expect, it } from "vitest";
import { contendersOf, selectFrom, tableOf } from "../__fixtures__/contenders.ts";
import { readObjectives } from "./objectives.ts";

/** Right but on every nth case. */
const wrongEvery = (nth: number) => (index: number) => index % nth !== nth - 1;
const always = () => true;
/** Spread latencies around a middle one, the same pattern for all. */
const around = (ms: number) => (index: number) => ms * (0.8 + 0.4 * ((index * 7919) % 100) * 0.01);

const objective = (maximize: readonly string[], minimize: readonly string[] = []) => ({
  objectives: readObjectives(maximize, minimize, []),
});

describe("selectCandidate", () => {
  it("chooses a clear winner, and says who was ruled out by what", async () => {
    const table = await tableOf(400, {
      good: { right: wrongEvery(20), latencyMs: around(400), costUsd: 0.002 },
      slow: { right: always, latencyMs: around(4_000), costUsd: 0.001 },
      weak: { right: wrongEvery(3), latencyMs: around(100), costUsd: 0.0001 },
    });
    const selection = selectFrom(contendersOf(table), ["accuracy>=0.9", "latency_p95_ms<=2000"]);
    expect(selection).toMatchObject({ outcome: "chosen", chosen: "good", best: "good", equals: [] });
    expect(selection.reason).toContain("alone");
    expect(selection.candidates.map(({ name, standing }) => [name, standing])).toEqual([
      ["good", "meets"],
      ["slow", "violates"],
      ["weak", "violates"],
    ]);
    expect(selection.candidates[1]?.constraints.map((result) => result?.standing)).toEqual(["meets", "violates"]);
    expect(selection.candidates[2]?.constraints.map((result) => result?.standing)).toEqual(["violates", "meets"]);
    expect(selection.candidates[0]?.pBestOfMeeting).toBe(1);
    expect(selection.candidates[1]?.pBestOfMeeting).toBeNull();
    // Without the latency bound the slow one would be better by what it answers right more: 20 of 400 cases.
    const [accuracy, latency] = selection.costs;
    expect(accuracy).toMatchObject({ costs: "nothing", without: ["good"] });
    expect(latency).toMatchObject({ costs: "another", without: ["slow"] });
    expect(latency?.difference).toMatchObject({ name: "slow", than: "good", metric: "accuracy", n: 400 });
    expect(latency?.difference?.difference).toBeCloseTo(0.05, 12);
    expect(selection.notes.join("\n")).toMatch(/good was picked .* among 3.*optimistic/);
  });

  it("judges by one-sided 95% bounds: 90% two-sided", async () => {
    // 181 of 200: Wilson's lower bound is .8653 one-sided and .8564 two-sided.
    const table = await tableOf(200, { a: { right: (index) => index < 181 } });
    const [a] = selectFrom(contendersOf(table), ["accuracy>=0.86"]).candidates;
    expect(a?.constraints[0]).toMatchObject({ standing: "meets", value: 0.905, n: 200 });
    expect(a?.constraints[0]?.low).toBeCloseTo(0.8652907, 6);
    expect(a?.figures.accuracy?.low).toBeCloseTo(0.8563984, 6);
  });

  it("takes the cheaper of two that cannot be told apart, and says so", async () => {
    const table = await tableOf(300, {
      dear: { right: wrongEvery(25), costUsd: 0.01, latencyMs: around(300) },
      cheap: { right: (index) => index % 25 !== 3 && index !== 7, costUsd: 0.001, latencyMs: around(300) },
      bad: { right: wrongEvery(2), costUsd: 0.0001, latencyMs: around(300) },
    });
    const selection = selectFrom(contendersOf(table), ["accuracy>=0.3"]);
    expect(selection).toMatchObject({ outcome: "chosen", chosen: "cheap", best: "dear" });
    expect(selection.equals.map(({ name, than }) => [name, than])).toEqual([["cheap", "dear"]]);
    expect(selection.reason).toContain("the cheapest of those that cannot be told apart from dear");
  });

  it("calls a difference within epsilon equal though it is shown, and one beyond it not", async () => {
    // Twelve of 1,500 cases apart, always the same way: shown to be worse, and by less than a point.
    const table = await tableOf(1_500, {
      best: { right: always, costUsd: 0.01 },
      near: { right: (index) => index > 11, costUsd: 0.001 },
    });
    expect(selectFrom(contendersOf(table))).toMatchObject({ chosen: "near", best: "best" });
    expect(selectFrom(contendersOf(table), [], { epsilon: 0.001 })).toMatchObject({ chosen: "best", equals: [] });
  });

  it("measures epsilon of money and time in parts of the best figure", async () => {
    const table = await tableOf(200, {
      fast: { right: always, latencyMs: (index) => 100 + (index % 2), costUsd: 0.01 },
      close: { right: always, latencyMs: (index) => 100.5 + (index % 2), costUsd: 0.001 },
      far: { right: always, latencyMs: (index) => 110 + (index % 2), costUsd: 0.0001 },
    });
    const selection = selectFrom(contendersOf(table), [], objective([], ["latency_mean_ms"]));
    expect(selection).toMatchObject({ chosen: "close", best: "fast" });
    expect(selection.equals.map(({ name }) => name)).toEqual(["close"]);
  });

  it("does not call a candidate of unknown cost the cheaper one, and says what is not known", async () => {
    const table = await tableOf(100, { a: { right: always, costUsd: 0.01 }, b: { right: always } });
    const selection = selectFrom(contendersOf(table, undefined, ["b"]));
    expect(selection.chosen).toBe("a");
    expect(selection.notes.join("\n")).toContain("what b costs is unknown");
    expect(selection.notes.join("\n")).toContain("leaves cost_per_case_usd out: not known of b");
    expect(selection.pareto.metrics.map(({ metric }) => metric)).toEqual(["accuracy", "latency_p95_ms"]);
  });

  it("has no answer when all are shown to violate", async () => {
    const table = await tableOf(300, { a: { right: wrongEvery(2) }, b: { right: wrongEvery(3) } });
    const selection = selectFrom(contendersOf(table), ["accuracy>=0.95"]);
    expect(selection).toMatchObject({ outcome: "none", chosen: null, best: null });
    expect(selection.costs).toMatchObject([{ costs: "another", without: ["b"], difference: null }]);
  });

  it("never takes unknown for met: few cases leave it undecided, with how many would tell", async () => {
    const table = await tableOf(20, { a: { right: wrongEvery(20) }, b: { right: wrongEvery(2) } });
    const selection = selectFrom(contendersOf(table), ["accuracy>=0.9"]);
    expect(selection).toMatchObject({ outcome: "undecided", chosen: null });
    expect(selection.candidates[0]).toMatchObject({ standing: "unknown", constraints: [{ casesNeeded: 4_711 }] });
    expect(selection.candidates[1]).toMatchObject({ standing: "violates" });
  });

  it("leaves a p99 without an upper bound unknown until there are enough cases", async () => {
    const few = await tableOf(200, { a: { right: always, latencyMs: around(100) } });
    const [a] = selectFrom(contendersOf(few), ["latency_p99_ms<=2000"]).candidates;
    expect(a?.constraints[0]).toMatchObject({ standing: "unknown", high: null, casesNeeded: 299 });
    expect(a?.constraints[0]?.reason).toContain("no upper bound at n = 200");
    const enough = await tableOf(299, { a: { right: always, latencyMs: around(100) } });
    expect(selectFrom(contendersOf(enough), ["latency_p99_ms<=2000"]).outcome).toBe("chosen");
  });

  it("lets errors and missing trials keep a verdict from falling", async () => {
    // All that answered is right, and 15 of 200 did not answer.
    const table = await tableOf(200, { a: { right: always, errs: (index) => index < 15 } });
    const [a] = selectFrom(contendersOf(table), ["accuracy>=0.95"]).candidates;
    expect(a?.constraints[0]).toMatchObject({ standing: "unknown", value: 1, casesNeeded: null });
    expect(a?.constraints[0]?.reason).toContain("not had the trials without a result failed");
  });

  it("treats facts as certain, > and < as strict, and slices on their own cases", async () => {
    const table = await tableOf(
      100,
      { a: { right: (index) => index < 90 || index % 2 === 0, costUsd: 0.01 } },
      (index) => (index < 90 ? {} : { tags: ["late"] }),
    );
    const standing = (text: string) => selectFrom(contendersOf(table), [text]).candidates[0]?.standing;
    expect(standing("cost_total_usd<=1.0000001")).toBe("meets");
    expect(standing("cost_total_usd<0.999")).toBe("violates");
    expect(standing("output_tokens<=5")).toBe("unknown");
    expect(standing("accuracy@tag:late>=0.9")).toBe("violates");
    expect(standing("accuracy>=0.8")).toBe("meets");
  });

  it("is strict about a bound that a fact exactly reaches", async () => {
    const table = await tableOf(4, { a: { right: always, costUsd: 0.25 } });
    const standing = (text: string) => selectFrom(contendersOf(table), [text]).candidates[0]?.standing;
    expect([">=1", "<=1", ">1", "<1"].map((bound) => standing(`cost_total_usd${bound}`))).toEqual([
      "meets",
      "meets",
      "violates",
      "violates",
    ]);
  });

  it("draws the Pareto set over accuracy, cost and latency, with the same probabilities for the same seed", async () => {
    const table = await tableOf(300, {
      best: { right: wrongEvery(30), costUsd: 0.01, latencyMs: around(500) },
      cheap: { right: wrongEvery(5), costUsd: 0.001, latencyMs: around(300) },
      beaten: { right: wrongEvery(4), costUsd: 0.02, latencyMs: around(900) },
    });
    const selection = selectFrom(contendersOf(table));
    expect(selection.candidates.map(({ onFront }) => onFront)).toEqual([true, true, false]);
    expect(selection.candidates.map(({ pFront }) => pFront)).toEqual([1, 1, 0]);
    expect(selection.candidates[2]?.dominatedBy[0]?.name).toBe("best");
    expect(selection.candidates[0]?.pBest).toMatchObject({ accuracy: 1, cost_per_case_usd: 0 });
    expect(selection.pareto).toMatchObject({ cases: 300, replicates: 2_000, seed: 1 });
    expect(selectFrom(contendersOf(table))).toEqual(selection);
  });

  it("gives the front of several objectives, and one answer only where one is best in all", async () => {
    const table = await tableOf(300, {
      best: { right: wrongEvery(30), costUsd: 0.01 },
      cheap: { right: wrongEvery(10), costUsd: 0.001 },
      beaten: { right: wrongEvery(8), costUsd: 0.02 },
    });
    const both = objective(["accuracy"], ["cost_per_case_usd"]);
    expect(selectFrom(contendersOf(table), [], both)).toMatchObject({
      outcome: "front",
      chosen: null,
      front: ["best", "cheap"],
    });
    const strict = selectFrom(contendersOf(table), ["cost_per_case_usd<=0.005"], both);
    expect(strict).toMatchObject({ outcome: "chosen", chosen: "cheap", front: ["cheap"] });
    expect(strict.costs[0]).toMatchObject({ costs: "another", without: ["best", "cheap"] });
  });

  it("rests on what a candidate has finished in order", async () => {
    const table = await tableOf(200, { a: { right: always }, b: { right: always, done: 60 } });
    const selection = selectFrom(contendersOf(table), ["accuracy>=0.9"]);
    expect(selection.candidates[1]?.figures.accuracy?.n).toBe(60);
    expect(selection.notes).toContain("b rests on the first 60 of 200 cases, in run order");
    expect(selection.equals).toMatchObject([{ n: 60 }]);
  });

  it("concludes nothing of a candidate that erred too often", async () => {
    const table = await tableOf(100, { a: { right: always } });
    const contenders = contendersOf(table).map((one) => ({ ...one, unusable: "9% of its trials errored" }));
    expect(selectFrom(contenders)).toMatchObject({ outcome: "incomplete", chosen: null });
  });

  it("pairs candidates of several runs on the cases that are the same in both", async () => {
    const digest = (shift: number) => (index: number) => ({
      digest: (1_000 + (index < 10 ? index + shift : index)).toString(16).padStart(12, "0"),
    });
    const one = await tableOf(120, { m: { right: wrongEvery(4), costUsd: 0.01 } }, digest(0));
    const two = await tableOf(150, { m: { right: always, costUsd: 0.01 } }, digest(50));
    const contenders = [...contendersOf(one, ["one/m"]), ...contendersOf(two, ["two/m"])];
    const selection = selectFrom(contenders);
    expect(selection).toMatchObject({ chosen: "two/m", sharedCases: 110 });
    expect(selection.candidates.map(({ name }) => name)).toEqual(["one/m", "two/m"]);
    expect(selection.notes.join("\n")).toContain("10 cases of the same id have changed");
    expect(selection.notes.join("\n")).toContain("rests on the 110 cases that all of them have");
    // What is said of one alone rests on all of its own cases.
    expect(selection.candidates[1]?.figures.accuracy?.n).toBe(150);
  });

  it("refuses an objective that is not made of a number per case", async () => {
    const table = await tableOf(10, { a: { right: always } });
    expect(() => selectFrom(contendersOf(table), [], objective(["macro_f1"]))).toThrow(
      /macro_f1 cannot be an objective/,
    );
    expect(() => objective(["accuray"])).toThrow('there is no metric accuray; did you mean "accuracy"?');
    expect(() => objective(["accuracy"], ["accuracy"])).toThrow("both maximised and minimised");
  });
});
