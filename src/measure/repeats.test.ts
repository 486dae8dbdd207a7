import { describe, expect, it } from "vitest";
import { lengthControlledWinRate } from "../stats/length-controlled-win-rate.ts";
import { meanCI } from "../stats/mean-ci.ts";
import { answered } from "./__fixtures__/class-rows.ts";
import { cases, drawn, emptyTable, graderFacts, output, score, summaryFacts } from "./__fixtures__/rows.ts";
import { graderRoles, NO_ROLES } from "./grader-roles.ts";
import { measureMetric } from "./measure-metric.ts";
import { metricsOf, resolveMetric } from "./metrics/metric-definitions.ts";
import { summarise } from "./summarise.ts";
import { suppose } from "./suppose.ts";
import type { Table } from "./table.ts";

const measure = (table: Table, metric: string, candidate = "m") =>
  measureMetric(table, candidate, metric, { priced: true });
const NOTHING = { value: null, low: null, high: null, n: 0 };
const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

describe("repeats", () => {
  const five = () => drawn({ cases: cases(4), repeats: 5 }, { m: "+++++ ++--- ----- +-+u+" });

  it("have pass@k and pass^k over cases", async () => {
    const table = await five();
    const tallies = [
      [5, 5],
      [5, 2],
      [5, 0],
      [4, 3],
    ] as const;
    const at = tallies.map(([n, c]) => 1 - (n - c < 3 ? 0 : choose(n - c, 3)) / choose(n, 3));
    const hat = tallies.map(([n, c]) => (c < 3 ? 0 : choose(c, 3)) / choose(n, 3));
    for (const [metric, values] of [
      ["pass_at_3", at],
      ["pass_hat_3", hat],
    ] as const) {
      const { mean, low, high } = meanCI(values);
      const found = measure(table, metric);
      expect(found).toMatchObject({ n: 4, method: "t" });
      expect(found?.value).toBeCloseTo(mean ?? Number.NaN, 12);
      expect(found?.low).toBeCloseTo(Math.max(0, low ?? 0), 12);
      expect(found?.high).toBeCloseTo(Math.min(1, high ?? 1), 12);
    }
    // The case with an ungraded repeat has four draws only.
    expect(measure(table, "pass_at_5")?.n).toBe(3);
    expect(measure(table, "pass_at_1")?.value).toBeCloseTo(measure(table, "accuracy")?.value ?? Number.NaN, 12);
  });

  it("cannot answer for more repeats than there are", async () => {
    expect(measure(await five(), "pass_at_6")).toEqual({ ...NOTHING, method: "needs-6-repeats" });
    const once = await drawn({ cases: cases(2) }, { m: "+-" });
    expect(measure(once, "consistency")).toEqual({ ...NOTHING, method: "needs-2-repeats" });
    expect(measure(once, "pass_hat_2")).toEqual({ ...NOTHING, method: "needs-2-repeats" });
    expect(metricsOf(once).some(({ name }) => /^(pass_|consistency|majority)/.test(name))).toBe(false);
    for (const name of ["pass_at_", "pass_at_0", "pass_at_x", "pass_hat_1.5", "pass_at_-1"])
      expect(resolveMetric(name)).toBeUndefined();
    expect(metricsOf(await five()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["pass_at_2", "pass_at_3", "pass_at_5", "pass_hat_5", "majority_accuracy"]),
    );
  });

  it("vote: a tie counts one half", async () => {
    const table = await drawn({ cases: cases(4), repeats: 4 }, { m: "+++- ++-- +--- ++-u" });
    expect(measure(table, "majority_accuracy")).toMatchObject({
      value: (1 + 0.5 + 0 + 1) / 4,
      n: 4,
      method: "wilson-neff",
    });
  });

  it("name the cases that disagree with themselves", async () => {
    const table = await drawn({ cases: cases(5), repeats: 3 }, { m: "+++ +-+ --- -u+ +ee" });
    expect(summarise(table, summaryFacts(table)).candidates[0]?.flaky).toEqual({
      count: 2,
      of: 4,
      cases: ["c1", "c3"],
    });
    const once = await drawn({ cases: cases(2) }, { m: "+-" });
    expect(summarise(once, summaryFacts(once)).candidates[0]).not.toHaveProperty("flaky");
  });

  it("agree pair by pair on the answer, but for its case and white space", async () => {
    const table = await answered(
      [
        ["q", "A", "a ", "B", "A"],
        ["q", "x", "x", "x", null],
        ["q", "1", "2", "3", "4"],
        ["q", "only", null, null, null],
      ],
      { roles: NO_ROLES },
    );
    const found = measure(table, "consistency");
    expect(found?.value).toBeCloseTo((3 / 6 + 1 + 0) / 3, 12);
    expect(found).toMatchObject({ n: 3, method: "t" });
  });

  it("agree on what the grader extracts", async () => {
    const roles = { ...NO_ROLES, answer: "exact" };
    const table = await emptyTable({ roles, repeats: 2, cases: cases(2) });
    for (const [at, extracted] of ["7", "7", "7", "8"].entries()) {
      const place = { caseId: `c${Math.floor(at / 2)}`, repeat: (at % 2) + 1 };
      table.addOutput(output({ ...place, text: `thought ${at}, so ${extracted}` }));
      table.addScore(score({ ...place, extracted, grade: true }));
    }
    expect(measure(table, "consistency")?.value).toBe(0.5);
  });

  it("suppose what is missing", async () => {
    const table = await drawn({ cases: cases(2), repeats: 2 }, { m: "+e -." });
    const supposed = (metric: string, as: "passed" | "failed", which: "errored" | "unmeasured") =>
      suppose(table, "m", metric, null, { as, which })?.value;
    expect(supposed("pass_hat_2", "passed", "unmeasured")).toBe(0.5);
    expect(supposed("pass_hat_2", "failed", "errored")).toBe(0);
    expect(supposed("pass_at_2", "passed", "unmeasured")).toBe(1);
    expect(supposed("majority_accuracy", "failed", "errored")).toBe(0.25);
    expect(supposed("consistency", "passed", "unmeasured")).toBeUndefined();
  });
});

describe("win_rate", () => {
  const spec = {
    id: "versus",
    type: "pairwise",
    extract: [],
    expected: null,
    weight: 1,
    advisory: true,
    when: null,
    severity: null,
    min: null,
    options: { against: "base" },
  };

  it("is wins and half the ties, and nothing for the candidate that it compares with", async () => {
    const table = await emptyTable({
      candidates: ["m", "base"],
      cases: cases(5),
      graders: [graderFacts("versus", { advisory: true })],
      roles: graderRoles([spec]),
    });
    for (const candidate of ["m", "base"])
      for (const [at, won] of [1, 0.5, 0, 1].entries()) {
        const place = { caseId: `c${at}`, candidate };
        table.addOutput(output(place));
        table.addScore(score({ ...place, grader: "versus", grade: candidate === "m" ? won : 0.5 }));
      }
    table.addOutput(output({ caseId: "c4", error: "timeout" }));
    const { mean, low } = meanCI([1, 0.5, 0, 1]);
    expect(measure(table, "win_rate")).toEqual({ value: mean, low: Math.max(0, low ?? 0), high: 1, n: 4, method: "t" });
    expect(measure(table, "win_rate", "base")).toEqual({ ...NOTHING, method: "no-data" });
    expect(suppose(table, "m", "win_rate", null, { as: "failed", which: "errored" })?.value).toBe(0.5);
    expect(metricsOf(table).some(({ name }) => name === "win_rate")).toBe(true);
  });

  it("is read at equal lengths where the grader says so: a judge that loves length is found out", async () => {
    const n = 200;
    const table = await emptyTable({
      candidates: ["m", "base"],
      cases: cases(n),
      graders: [graderFacts("versus", { advisory: true })],
      roles: graderRoles([{ ...spec, options: { ...spec.options, lengthControlled: true } }]),
    });
    // The longer answer mostly wins, and m's answers are mostly longer.
    const pairs = Array.from({ length: n }, (_, at) => {
      const difference = at % 4 === 0 ? -300 : 100 + (at % 7) * 50;
      return { difference, won: difference > 0 === (at % 9 !== 0) ? 1 : 0 };
    });
    for (const [at, { difference, won }] of pairs.entries()) {
      const place = { caseId: `c${at}`, candidate: "m" };
      table.addOutput(output(place));
      const parts = { lengths: { candidate: 1000 + difference, against: 1000 } };
      table.addScore({ ...score({ ...place, grader: "versus", grade: won }), parts });
    }
    const expected = lengthControlledWinRate(
      pairs.map(({ difference, won }) => ({ preference: won, candidateLength: difference, againstLength: 0 })),
    );
    const raw = pairs.filter(({ won }) => won === 1).length / n;
    const found = measure(table, "win_rate");
    expect(found).toMatchObject({ value: expected?.value, low: expected?.low, n, method: "length-controlled" });
    expect(raw).toBeGreaterThan(0.69);
    expect(found?.value).toBeLessThan(raw - 0.1);
  });

  it("is nothing without such a grader", async () => {
    const table = await drawn({ cases: cases(2) }, { m: "+-" });
    expect(measure(table, "win_rate")).toEqual({ ...NOTHING, method: "no-data" });
    expect(metricsOf(table).some(({ name }) => name === "win_rate")).toBe(false);
  });
});
