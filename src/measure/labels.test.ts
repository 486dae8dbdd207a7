import { describe, expect, it } from "vitest";
import { exactRoles } from "./__fixtures__/class-rows.ts";
import { cases, emptyTable, output, score, summaryFacts } from "./__fixtures__/rows.ts";
import { caseFacts } from "./case-facts.ts";
import { graderRoles } from "./grader-roles.ts";
import { measureMetric } from "./measure-metric.ts";
import { metricsOf } from "./metrics/metric-definitions.ts";
import { summarise } from "./summarise.ts";
import type { Table } from "./table.ts";

const measure = (table: Table, metric: string) => measureMetric(table, "m", metric, { priced: true });
const classesOf = (table: Table) => summarise(table, summaryFacts(table)).candidates[0]?.classes;
const NOTHING = { value: null, low: null, high: null, n: 0 };

describe("what is a class", () => {
  const tableOf = (labels: readonly (string | null | undefined)[]) =>
    emptyTable({
      roles: exactRoles,
      cases: cases(labels.length, (i) => {
        const label = labels[i];
        return label === undefined ? {} : { label };
      }),
    });

  it("is one of 2 to 50 labels that come again", async () => {
    const numbered = (n: number, times: number) => Array.from({ length: n * times }, (_, i) => `l${i % n}`);
    expect((await tableOf(numbered(50, 2))).cases.labels?.texts).toHaveLength(50);
    expect((await tableOf(["b", "a", null, "A", "b"])).cases.labels?.texts).toEqual(["a", "b"]);
    for (const none of [
      numbered(51, 4),
      numbered(10, 1),
      ["a", "a", "a"],
      ["a", "a", "b", "b", undefined],
      ["a", "b", "a", "x".repeat(200)],
      [],
    ]) {
      const table = await tableOf(none);
      expect(table.cases.labels).toBeNull();
      expect(measure(table, "macro_f1")).toEqual({ ...NOTHING, method: "no-classes" });
      expect(measure(table, "recall.a")).toEqual({ ...NOTHING, method: "no-classes" });
      expect(metricsOf(table).some(({ name }) => name.startsWith("macro"))).toBe(false);
    }
  });

  it("is a text, a yes or no, or a whole number", () => {
    const base = {
      id: "a",
      digest: "",
      input: "",
      tags: [],
      cluster: null,
      weight: null,
      severity: null,
      metadata: {},
      vars: {},
    };
    const labelOf = (expected: Parameters<typeof caseFacts>[0]["expected"]) =>
      caseFacts({ ...base, expected }, []).label;
    expect([labelOf("x"), labelOf(true), labelOf(3), labelOf(undefined), labelOf(null)]).toEqual([
      "x",
      "true",
      "3",
      null,
      null,
    ]);
    expect([labelOf(1.5), labelOf(["x"]), labelOf({ x: 1 })]).toEqual([undefined, undefined, undefined]);
  });

  it("is read from what the first deciding exact or choice grader extracts", async () => {
    const spec = {
      id: "g",
      type: "choice",
      extract: [],
      expected: null,
      weight: 1,
      advisory: false,
      when: null,
      severity: null,
      min: null,
      options: {},
    };
    const step = { kind: "last_line", onMissing: "failed" } as const;
    expect(
      graderRoles([
        { ...spec, advisory: true },
        { ...spec, type: "includes" },
        { ...spec, when: "tag:x" },
        { ...spec, expected: "{{ a }}" },
      ]).label,
    ).toBeNull();
    const roles = graderRoles([{ ...spec, id: "exact", extract: [step], options: { choices: ["Paris", "London"] } }]);
    const { fold } = roles.label ?? { fold: String };
    expect(["A", "(a)", "**A.**", "Paris", "paris.", "A) Paris"].map(fold)).toEqual(new Array(6).fill("a"));
    const table = await emptyTable({ roles, cases: cases(4, (i) => ({ label: i < 2 ? "A" : "B" })) });
    for (const [at, extracted] of ["A", "London", null, "neither"].entries()) {
      const place = { caseId: `c${at}` };
      // The text alone would be a hit: what is not extracted is not read.
      table.addOutput(output({ ...place, text: "B" }));
      table.addScore(score({ ...place, extracted, grade: extracted === "A" }));
    }
    expect(classesOf(table)?.matrix).toEqual([
      [1, 1, 0],
      [0, 0, 2],
    ]);
  });
});
