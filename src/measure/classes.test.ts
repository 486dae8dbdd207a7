import { describe, expect, it } from "vitest";
import { createRandom } from "../stats/sfc32.ts";
import { wilsonClustered } from "../stats/wilson-clustered.ts";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { answered } from "./__fixtures__/class-rows.ts";
import { score, summaryFacts } from "./__fixtures__/rows.ts";
import { measureMetric } from "./measure-metric.ts";
import { metricsOf } from "./metrics/metric-definitions.ts";
import { summarise } from "./summarise.ts";
import { suppose } from "./suppose.ts";
import type { Table } from "./table.ts";

const measure = (table: Table, metric: string, slice: string | null = null) =>
  measureMetric(table, "m", metric, { priced: true, slice });
const classesOf = (table: Table) => summarise(table, summaryFacts(table)).candidates[0]?.classes;
const NOTHING = { value: null, low: null, high: null, n: 0 };

// sklearn's figures for the same sixteen pairs stand in the reference values of the statistics (cls.multi).
const NAMES = ["cat", "dog", "fox"];
const TRUE = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0];
const SAID = [0, 0, 1, 0, 2, 1, 1, 0, 2, 2, 1, 2, 0, 1, 2, 0];
const sixteen = () => answered(TRUE.map((label, at) => [NAMES[label] ?? "", NAMES[SAID[at] ?? 0] ?? ""] as const));

describe("classes of single answers", () => {
  it("have sklearn's figures", async () => {
    const table = await sixteen();
    expect(measure(table, "macro_precision")?.value).toBeCloseTo(0.7444444444444445, 12);
    expect(measure(table, "macro_recall")?.value).toBeCloseTo(0.7547619047619047, 12);
    expect(measure(table, "macro_f1")?.value).toBeCloseTo(0.7452991452991453, 12);
    expect(measure(table, "balanced_accuracy")?.value).toBeCloseTo(0.7547619047619047, 12);
    expect(measure(table, "mcc")?.value).toBeCloseTo(0.6250442932568502, 12);
    expect(measure(table, "precision.cat")).toEqual({ value: 5 / 6, ...wilsonInterval(5, 6), n: 6, method: "wilson" });
    expect(measure(table, "recall.dog")).toEqual({ value: 3 / 4, ...wilsonInterval(3, 4), n: 4, method: "wilson" });
    // Five cats of the eight that are one or are said to be one.
    const { low, high } = wilsonInterval(5, 8);
    const f1 = measure(table, "f1.cat");
    expect(f1?.value).toBeCloseTo(0.7692307692307692, 12);
    expect(f1?.low).toBeCloseTo((2 * (low ?? 0)) / (1 + (low ?? 0)), 12);
    expect(f1?.high).toBeCloseTo((2 * (high ?? 0)) / (1 + (high ?? 0)), 12);
    for (const name of ["macro_f1", "macro_recall", "mcc", "f1.dog"]) {
      const { value, low: least, high: most } = measure(table, name) ?? NOTHING;
      expect(least, name).toBeLessThan(value ?? Number.NaN);
      expect(most, name).toBeGreaterThan(value ?? Number.NaN);
    }
  });

  it("are in the summary with their matrix", async () => {
    expect(classesOf(await sixteen())).toMatchObject({
      grader: "exact",
      labels: NAMES,
      matrix: [
        [5, 1, 1, 0],
        [1, 3, 0, 0],
        [0, 1, 4, 0],
      ],
      perClass: [
        { label: "cat", expected: 7, predicted: 6, recall: { value: 5 / 7 } },
        { label: "dog", expected: 4, predicted: 5 },
        { label: "fox", expected: 5, predicted: 5 },
      ],
      leftOut: { errored: 0, ungraded: 0, missing: 0 },
    });
  });

  it("count as an independent few lines do, whatever the answers", async () => {
    const random = createRandom(11);
    for (let run = 0; run < 15; run++) {
      const pick = (of: readonly string[]) => of[Math.floor(random() * of.length)] ?? "";
      const rows = Array.from({ length: 30 }, () => [pick(["a", "b", "c"]), pick(["a", "b", "c", "d", "A "])] as const);
      const table = await answered(rows);
      const truth = rows.map(([label]) => label);
      const said = rows.map(([, answer]) => answer.trim().toLowerCase());
      const f1s = [...new Set(truth)].map((label) => {
        const hits = truth.filter((one, at) => one === label && said[at] === label).length;
        return (2 * hits) / (truth.filter((one) => one === label).length + said.filter((one) => one === label).length);
      });
      expect(measure(table, "macro_f1")?.value).toBeCloseTo(f1s.reduce((a, b) => a + b, 0) / f1s.length, 12);
    }
  });

  it("take what is no label for wrong, and keep a column for it", async () => {
    const table = await answered([
      ["yes", "yes"],
      ["yes", "well, maybe"],
      ["no", "NO"],
      ["no", "yes"],
      ["no", "no!"],
    ]);
    expect(classesOf(table)?.matrix).toEqual([
      [1, 1, 1],
      [0, 1, 1],
    ]);
    expect(measure(table, "recall.no")?.value).toBeCloseTo(1 / 3, 12);
    expect(measure(table, "precision.no")).toMatchObject({ value: 1, n: 1 });
    // The right label that the grader failed is not a hit.
    table.addScore(score({ caseId: "c2", grade: false }));
    expect(classesOf(table)?.matrix[0]).toEqual([0, 1, 2]);
  });

  it("say of a label that is never predicted that its precision is not known", async () => {
    const table = await answered([
      ["yes", "yes"],
      ["yes", "yes"],
      ["no", "yes"],
      ["no", "yes"],
    ]);
    expect(measure(table, "precision.no")).toEqual({ ...NOTHING, method: "never-predicted" });
    expect(measure(table, "recall.no")).toMatchObject({ value: 0, n: 2 });
    expect(measure(table, "f1.no")).toMatchObject({ value: 0, low: 0, n: 2 });
    expect(measure(table, "macro_f1")?.value).toBeCloseTo((4 / 6 + 0) / 2, 12);
    expect(measure(table, "mcc")?.value).toBe(0);
    expect(measure(table, "recall.maybe")).toEqual({ ...NOTHING, method: "no-such-label" });
    expect(measure(table, "recall.YES")?.value).toBe(1);
  });

  it("average over the labels that a slice has", async () => {
    const rows = [
      ["a", "a"],
      ["a", "b"],
      ["b", "b"],
      ["b", "b"],
      ["c", "c"],
      ["c", "a"],
    ] as const;
    const table = await answered(rows, { facts: (i) => ({ tags: i < 4 ? ["early"] : ["late"] }) });
    expect(measure(table, "macro_recall", "tag:early")?.value).toBeCloseTo((0.5 + 1) / 2, 12);
    expect(measure(table, "recall.c", "tag:early")).toEqual({ ...NOTHING, method: "no-data" });
    expect(measure(table, "precision.a", "tag:late")).toMatchObject({ value: 0, n: 1 });
  });

  it("claim no certainty without an error", async () => {
    const table = await answered(TRUE.map((label) => [NAMES[label] ?? "", NAMES[label] ?? ""] as const));
    const { low } = wilsonInterval(4, 4);
    for (const name of ["macro_f1", "macro_precision", "macro_recall", "mcc"]) {
      const found = measure(table, name);
      expect(found, name).toMatchObject({ value: 1, high: 1 });
      expect(found?.low, name).toBeGreaterThan(0.5);
      expect(found?.low, name).toBeLessThan(0.95);
    }
    expect(measure(table, "f1.dog")?.low).toBeCloseTo((2 * (low ?? 0)) / (1 + (low ?? 0)), 12);
  });

  it("leave out errors and ungraded trials, and count them", async () => {
    const table = await answered([
      ["yes", "yes"],
      ["yes", null],
      ["no", "?"],
      ["no", "no"],
      ["no", null],
    ]);
    expect(classesOf(table)).toMatchObject({
      matrix: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      leftOut: { errored: 2, ungraded: 1, missing: 0 },
    });
    const none = await answered([
      ["yes", "?"],
      ["no", "?"],
      ["yes", "?"],
      ["no", "?"],
    ]);
    for (const { name } of metricsOf(none).filter(({ name }) => /f1|recall|precision|mcc|balanced/.test(name))) {
      expect(measure(none, name), name).toEqual({ ...NOTHING, method: "no-data" });
    }
  });
});

describe("classes of repeats, clusters and weights", () => {
  const rows = [
    ["a", "a", "b"],
    ["a", "a", "a"],
    ["b", "b", null],
    ["b", "a", "z"],
    ["b", "b", "b"],
  ] as const;

  it("share a case among its repeats", async () => {
    const table = await answered(rows);
    expect(classesOf(table)?.matrix).toEqual([
      [1.5, 0.5, 0],
      [0.5, 2, 0.5],
    ]);
    expect(measure(table, "recall.a")).toMatchObject({ value: 0.75, n: 2, method: "wilson-neff" });
    const { low, high } = wilsonClustered([1, 1, 1, 0], [0, 1, 1, 3].map(String), null);
    expect(measure(table, "precision.a")).toEqual({ value: 0.75, low, high, n: 3, method: "wilson-neff" });
    expect(measure(table, "macro_recall")?.value).toBeCloseTo((0.75 + 2 / 3) / 2, 12);
  });

  it("are wider where cases come in clusters, and follow the weights", async () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      i % 20 < 14 ? (["a", "a"] as const) : (["b", i % 3 ? "b" : "a"] as const),
    );
    const plain = measure(await answered(many), "macro_f1");
    const clustered = measure(await answered(many, { facts: (i) => ({ cluster: `k${i % 5}` }) }), "macro_f1");
    expect(clustered?.value).toBeCloseTo(plain?.value ?? Number.NaN, 12);
    expect(clustered?.low).not.toBe(plain?.low);
    const weighed = await answered(
      [
        ["a", "a"],
        ["a", "b"],
        ["b", "b"],
        ["b", "b"],
      ],
      { facts: (i) => ({ weight: i === 1 ? 3 : 1 }) },
    );
    expect(measure(weighed, "recall.a")).toMatchObject({ value: 0.25, n: 2 });
    expect(measure(weighed, "precision.b")?.value).toBeCloseTo(2 / 5, 12);
    expect(measure(weighed, "macro_recall")?.value).toBeCloseTo((0.25 + 1) / 2, 12);
  });
});

describe("classes of what is missing", () => {
  it("are supposed right, or of no label", async () => {
    const table = await answered([
      ["a", "a"],
      ["a", null],
      ["b", "a"],
      ["b", "b"],
      ["b", "?"],
    ]);
    const supposed = (metric: string, as: "passed" | "failed", which: "errored" | "unmeasured") =>
      suppose(table, "m", metric, null, { as, which })?.value;
    expect(supposed("recall.a", "passed", "unmeasured")).toBe(1);
    expect(supposed("recall.a", "failed", "errored")).toBe(0.5);
    expect(supposed("precision.b", "passed", "unmeasured")).toBe(1);
    expect(supposed("recall.b", "failed", "errored")).toBe(0.5);
    expect(supposed("macro_recall", "passed", "unmeasured")).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(suppose(await sixteen(), "m", "macro_f1", null, { as: "passed", which: "unmeasured" })).toBeNull();
  });
});
