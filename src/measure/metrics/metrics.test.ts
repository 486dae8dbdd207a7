import { describe, expect, it } from "vitest";
import { clopperPearson } from "../../stats/clopper-pearson.ts";
import { costPerSuccess } from "../../stats/cost-per-success.ts";
import { meanCI } from "../../stats/mean-ci.ts";
import { ratioCI } from "../../stats/ratio-ci.ts";
import { wilsonClustered } from "../../stats/wilson-clustered.ts";
import { wilsonInterval } from "../../stats/wilson-interval.ts";
import { cases, drawn, emptyTable, graderFacts, output, score } from "../__fixtures__/rows.ts";
import { measureMetric } from "../measure-metric.ts";
import { measure, NOTHING, withOutputs } from "./__fixtures__/tables.ts";
import { knownMetrics, metricDefinitions, metricsOf, resolveMetric } from "./metric-definitions.ts";

describe("the registry", () => {
  it("resolves names and members of families", () => {
    for (const name of knownMetrics(["exact"])) expect(resolveMetric(name)?.name).toBe(name);
    expect(knownMetrics(["exact", "tone"])).toContain("grader.tone");
    expect(resolveMetric("latency_p95_ms")).toMatchObject({ unit: "ms", better: "lower" });
    expect(resolveMetric("grader.a.b")).toMatchObject({ name: "grader.a.b", unit: "share", better: "higher" });
    for (const unknown of ["acuracy", "grader.", "grader", "severity.", "latency_p42_ms", ""]) {
      expect(resolveMetric(unknown)).toBeUndefined();
    }
  });

  it("describes every metric, each once", () => {
    const names = metricDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { definition, interval } of metricDefinitions)
      expect(Math.min(definition.length, interval.length)).toBeGreaterThan(2);
  });

  it("gives an estimate of every metric on an empty table, and never a zero that was not measured", async () => {
    const table = await emptyTable({ cases: cases(2, () => ({ severity: "S2" })) });
    for (const metric of metricsOf(table)) {
      const estimate = measure(table, metric.name);
      // The sum of no costs is 0, and its n says of how many.
      if (metric.name === "cost_total_usd") expect(estimate).toMatchObject({ value: 0, n: 0, method: "exact" });
      else if (metric.name === "context_fit") expect(estimate?.method).toBe("unknown-context-window");
      else expect(estimate, metric.name).toEqual({ ...NOTHING, method: "no-data" });
    }
  });
});

describe("accuracy", () => {
  it("is passed of passed and failed", async () => {
    const table = await drawn({ cases: cases(10) }, { m: "+++-u e+-++".replaceAll(" ", "") });
    expect(measure(table, "accuracy")).toEqual({ value: 6 / 8, ...wilsonInterval(6, 8), n: 8, method: "wilson" });
  });

  it("averages repeats within their case first", async () => {
    const table = await drawn({ cases: cases(3), repeats: 3 }, { m: "+++ --u e+-" });
    const { low, high } = wilsonClustered([1, 0, 0.5], null);
    expect(measure(table, "accuracy")).toEqual({ value: 0.5, low, high, n: 3, method: "wilson-neff" });
  });

  it("weighs cases", async () => {
    const weights = [3, 1, 1, 1];
    const table = await drawn({ cases: cases(4, (i) => ({ weight: weights[i] ?? null })) }, { m: "-+++" });
    const { low, high } = wilsonClustered([0, 1, 1, 1], null, weights);
    expect(measure(table, "accuracy")).toEqual({ value: 0.5, low, high, n: 4, method: "wilson-neff" });
    expect(measure(table, "error_rate")).toMatchObject({ value: 0, method: "wilson" });
  });

  it("is wider where cases come in clusters", async () => {
    const letters = "+".repeat(20) + "-".repeat(10);
    const plain = measure(await drawn({ cases: cases(30) }, { m: letters }), "accuracy");
    const table = await drawn({ cases: cases(30, (i) => ({ cluster: `d${Math.floor(i / 5)}` })) }, { m: letters });
    const clustered = measure(table, "accuracy");
    expect(clustered).toMatchObject({ value: plain?.value, n: 30, method: "wilson-neff" });
    expect((clustered?.high ?? 0) - (clustered?.low ?? 0)).toBeGreaterThan(
      1.5 * ((plain?.high ?? 0) - (plain?.low ?? 0)),
    );
  });

  it("of one case has an interval; of one repeated case it has none", async () => {
    expect(measure(await drawn({ cases: cases(1) }, { m: "+" }), "accuracy")).toMatchObject({
      value: 1,
      high: 1,
      n: 1,
    });
    expect(measure(await drawn({ cases: cases(1), repeats: 3 }, { m: "++-" }), "accuracy")).toEqual({
      value: 2 / 3,
      low: null,
      high: null,
      n: 1,
      method: "wilson-neff",
    });
  });
});

describe("score and single graders", () => {
  it("weighs graders, leaves out advisory ones and trials with an ungraded one", async () => {
    const graders = [graderFacts("a", { weight: 3 }), graderFacts("b"), graderFacts("c", { advisory: true })];
    const table = await emptyTable({ cases: cases(3), graders });
    for (const caseId of ["c0", "c1", "c2"]) table.addOutput(output({ caseId }));
    table.addScore(score({ caseId: "c0", grader: "a", grade: true }));
    table.addScore(score({ caseId: "c0", grader: "b", grade: 0.2 }));
    table.addScore(score({ caseId: "c0", grader: "c", grade: 0 }));
    table.addScore(score({ caseId: "c1", grader: "a", grade: false, score: 0.4 }));
    table.addScore(score({ caseId: "c1", grader: "b", grade: 0.6 }));
    table.addScore(score({ caseId: "c2", grader: "a", grade: true }));
    table.addScore(score({ caseId: "c2", grader: "b", grade: "judge failed" }));
    const expected = meanCI([0.8, 0.45]);
    expect(measure(table, "score")?.value).toBeCloseTo(0.625, 12);
    expect(measure(table, "score")).toMatchObject({ low: 0, high: 1, n: 2, method: "t" });
    expect(expected.low).toBeLessThan(0);
    expect(measure(table, "grader.a")).toMatchObject({ value: 2 / 3, n: 3, method: "wilson" });
    expect(measure(table, "grader.b")).toMatchObject({ n: 2, method: "t" });
    expect(measure(table, "grader.b")?.value).toBeCloseTo(0.4, 12);
    expect(measure(table, "grader.c")).toEqual({ value: 0, low: null, high: null, n: 1, method: "t" });
    expect(measure(table, "grader.none")).toEqual({ ...NOTHING, method: "no-data" });
  });

  it("equal scores are no certainty", async () => {
    const table = await drawn({ cases: cases(20) }, { m: "+".repeat(20) });
    const estimate = measure(table, "score");
    expect(estimate).toMatchObject({ value: 1, high: 1, n: 20, method: "wilson-neff" });
    expect(estimate?.low).toBeLessThan(0.9);
  });
});

describe("rates", () => {
  it("are of the trials with a line", async () => {
    const table = await drawn({ cases: cases(6) }, { m: "+eue-." });
    expect(measure(table, "error_rate")).toEqual({ value: 0.4, ...wilsonInterval(2, 5), n: 5, method: "wilson" });
    expect(measure(table, "ungraded_rate")).toEqual({ value: 0.2, ...wilsonInterval(1, 5), n: 5, method: "wilson" });
  });
});

describe("severity", () => {
  it("counts failures by the worst failing grader, else by the case", async () => {
    const graders = [
      graderFacts("a", { severity: "S2" }),
      graderFacts("b"),
      graderFacts("c", { advisory: true, severity: "S3" }),
    ];
    const table = await emptyTable({ cases: cases(4, (i) => ({ severity: i === 1 ? "S1" : null })), graders });
    const failing = [["a", "b"], ["b"], ["c"], ["a", "b"]];
    for (const [i, failed] of failing.entries()) {
      table.addOutput(output({ caseId: `c${i}` }));
      for (const { id } of graders) {
        const severity = i === 3 && id === "b" ? "S3" : null;
        table.addScore(score({ caseId: `c${i}`, grader: id, grade: !failed.includes(id), severity }));
      }
    }
    // Points 5, 1, 0, 25 of four trials.
    expect(measure(table, "severity_points")).toMatchObject({ value: 775, low: 0, n: 4, method: "t" });
    expect(measure(table, "severity.S3")).toMatchObject({ value: 0.25, n: 4, method: "wilson" });
    expect(measure(table, "severity.S0")).toMatchObject({ value: 0, ...wilsonInterval(0, 4) });
    expect(metricsOf(table).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["severity_points", "severity.S3"]),
    );
  });

  it("is not there where nothing states one, and has no upper bound where nothing failed", async () => {
    const plain = await drawn({ cases: cases(3) }, { m: "++-" });
    expect(metricsOf(plain).filter(({ name }) => name.startsWith("severity"))).toEqual([]);
    const clean = await drawn({ cases: cases(3, () => ({ severity: "S3" })) }, { m: "+++" });
    expect(measure(clean, "severity_points")).toMatchObject({ value: 0, low: 0, high: null });
  });
});

describe("latency", () => {
  const ms = [812, 640, 705, 1333, 598, 2210, 901, 777, 650, 1010, 690, 5400, 733, 820, 615, 1150, 980, 640, 702, 3100];

  it("is of answers alone, in type-7 quantiles with order statistics", async () => {
    const rows = ms.map((latencyMs) => ({ caseId: "", latencyMs, firstTokenMs: latencyMs / 10 }));
    const table = await withOutputs([...rows, { caseId: "", error: "timeout" as const }], "+".repeat(21));
    const sorted = [...ms].sort((a, b) => a - b);
    expect(measure(table, "latency_p50_ms")).toEqual({
      value: 794.5,
      low: sorted[5],
      high: sorted[14],
      n: 20,
      method: "order-statistics",
    });
    expect(measure(table, "latency_p95_ms")?.value).toBeCloseTo(3215, 9);
    expect(measure(table, "latency_p99_ms")).toMatchObject({ high: null, n: 20 });
    const { mean, low, high } = meanCI(ms);
    expect(measure(table, "latency_mean_ms")).toEqual({ value: mean, low, high, n: 20, method: "t" });
    expect(measure(table, "first_token_p50_ms")?.value).toBeCloseTo(79.45, 9);
  });

  it("repeats that agree say no more than one of them", async () => {
    const rows = ms.flatMap((latencyMs) =>
      [latencyMs, latencyMs, latencyMs].map((value) => ({ caseId: "", latencyMs: value })),
    );
    const table = await withOutputs(rows, "+".repeat(60), 3);
    const sorted = [...ms].sort((a, b) => a - b);
    const estimate = measure(table, "latency_p50_ms");
    expect(estimate).toMatchObject({ value: 794.5, n: 60, method: "order-statistics-neff" });
    // Within a rank of what the twenty cases themselves allow.
    expect(estimate?.low).toBeLessThanOrEqual(sorted[6] ?? 0);
    expect(estimate?.high).toBeGreaterThanOrEqual(sorted[13] ?? 0);
  });

  it("first-token times are there only where something streamed", async () => {
    const table = await withOutputs([{ caseId: "" }], "+");
    expect(metricsOf(table).some(({ name }) => name.startsWith("first_token"))).toBe(false);
  });

  it("an answer recorded without a latency is in no latency", async () => {
    const table = await withOutputs(
      [
        { caseId: "", latencyMs: null },
        { caseId: "", latencyMs: 50 },
      ],
      "++",
    );
    expect(measure(table, "latency_p50_ms")).toMatchObject({ value: 50, n: 1 });
    expect(measure(table, "accuracy")).toMatchObject({ n: 2 });
  });
});

describe("tokens", () => {
  it("sum what is known and say of how many", async () => {
    const rows = [
      { caseId: "", inputTokens: 100, outputTokens: 10, latencyMs: 1_000 },
      { caseId: "", inputTokens: null, outputTokens: null },
      { caseId: "", inputTokens: 50, outputTokens: 0, latencyMs: 500 },
      { caseId: "", inputTokens: 7, outputTokens: 1, error: "timeout" as const },
    ];
    const table = await withOutputs(rows, "++++");
    expect(measure(table, "input_tokens")).toEqual({ value: 157, low: 157, high: 157, n: 3, method: "exact" });
    expect(measure(table, "output_tokens")).toMatchObject({ value: 11, n: 3 });
    const { low, high } = ratioCI([10, 0], [1, 0.5]);
    expect(measure(table, "output_tokens_per_s")).toEqual({ value: 10 / 1.5, low, high, n: 2, method: "log-delta" });
  });
});

describe("cost", () => {
  const cost = [0.012, 0.01, 0.034, 0.011, 0.009, 0.052, 0.015, 0.012];
  const rows = cost.map((costUsd) => ({ caseId: "", costUsd }));

  it("keeps failures and errors in, unknown usage out", async () => {
    const extra = [
      { caseId: "", costUsd: 0.002, error: "timeout" as const },
      { caseId: "", costUsd: null },
    ];
    const table = await withOutputs([...rows, ...extra], "++-++-++++");
    const all = [...cost, 0.002];
    const success = [1, 1, 0, 1, 1, 0, 1, 1, 0];
    expect(measure(table, "cost_total_usd")).toMatchObject({ n: 9, method: "exact" });
    expect(measure(table, "cost_total_usd")?.value).toBeCloseTo(0.157, 12);
    const { mean, low, high } = meanCI(all);
    const perCase = measure(table, "cost_per_case_usd");
    expect(perCase).toMatchObject({ value: mean, n: 9, method: "t" });
    expect(perCase?.low).toBeCloseTo(low ?? 9, 14);
    expect(perCase?.high).toBeCloseTo(high ?? 9, 14);
    const expected = costPerSuccess(all, success);
    expect(measure(table, "cost_per_success_usd")).toEqual({
      value: expected.ratio,
      low: expected.low,
      high: expected.high,
      n: 9,
      method: "log-delta",
    });
  });

  it("without a price is unknown, not zero", async () => {
    const table = await withOutputs([{ caseId: "" }], "+");
    for (const metric of ["cost_total_usd", "cost_per_case_usd", "cost_per_success_usd"]) {
      expect(measureMetric(table, "m", metric, { priced: false })).toEqual({ ...NOTHING, method: "unknown-price" });
    }
  });

  it("per success, when nothing passed, has a lower bound alone", async () => {
    const table = await withOutputs(rows, "-".repeat(8));
    const estimate = measure(table, "cost_per_success_usd");
    const mean = cost.reduce((a, b) => a + b) / 8;
    expect(estimate).toMatchObject({ value: null, high: null, n: 8, method: "no-success" });
    expect(estimate?.low).toBeCloseTo(mean / (clopperPearson(0, 8).high ?? 1), 12);
  });

  it("per success leaves ungraded trials out altogether", async () => {
    const table = await withOutputs(
      [
        { caseId: "", costUsd: 1 },
        { caseId: "", costUsd: 3 },
        { caseId: "", costUsd: 50 },
      ],
      "+-u",
    );
    expect(measure(table, "cost_per_success_usd")).toMatchObject({ value: 4, n: 2 });
  });
});
