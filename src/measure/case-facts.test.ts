import { describe, expect, it } from "vitest";
import type { Case } from "../domain/case.ts";
import { cases, emptyTable } from "./__fixtures__/rows.ts";
import { caseFacts, matchesSlice } from "./case-facts.ts";
import { measureMetric } from "./measure-metric.ts";

const one: Case = {
  id: "a",
  digest: "",
  input: "hi",
  expected: "yes",
  tags: ["x", "y"],
  cluster: "doc",
  weight: 2,
  severity: "S1",
  metadata: { lang: "de", deep: { er: [1, 2, 1] } },
  vars: { task: "route", "odd.name": true, empty: null },
};

describe("caseFacts", () => {
  it("takes the values of slice fields from anywhere in a case", () => {
    const fields = [
      "task",
      "metadata.lang",
      "metadata.deep.er",
      "odd.name",
      "expected",
      "empty",
      "no.such",
      "toString",
    ];
    expect(caseFacts(one, fields)).toEqual({
      id: "a",
      digest: "",
      label: "yes",
      tags: ["x", "y"],
      cluster: "doc",
      weight: 2,
      severity: "S1",
      sliceValues: {
        task: ["route"],
        "metadata.lang": ["de"],
        "metadata.deep.er": ["1", "2"],
        "odd.name": ["true"],
        expected: ["yes"],
        empty: [],
        "no.such": [],
        toString: [],
      },
    });
  });

  it("agrees with what graders match by `when`", () => {
    expect(matchesSlice(one, "tag:x")).toBe(true);
    expect(matchesSlice(one, "tag:z")).toBe(false);
    expect(matchesSlice(one, "metadata.deep.er:2")).toBe(true);
    expect(matchesSlice(one, "task:rout")).toBe(false);
  });
});

describe("slices of a table", () => {
  it("hold the cases of a tag and of a field's value", async () => {
    const table = await emptyTable({
      cases: cases(5, (i) => ({ tags: i % 2 ? ["odd", "odd"] : [], sliceValues: { lang: i < 2 ? ["de"] : ["en"] } })),
    });
    const members = [...table.cases.slices].map(([name, indices]) => [name, [...indices]]);
    expect(members).toEqual([
      ["tag:odd", [1, 3]],
      ["lang:de", [0, 1]],
      ["lang:en", [2, 3, 4]],
    ]);
    expect(measureMetric(table, "m", "accuracy", { priced: true, slice: "tag:none" })).toBeUndefined();
  });

  it("have at most 50 values of a field", async () => {
    const table = await emptyTable({ cases: cases(120, (i) => ({ sliceValues: { n: [String(i % 60)] } })) });
    expect(table.cases.slices.size).toBe(50);
    expect([...(table.cases.slices.get("n:3") ?? [])]).toEqual([3, 63]);
    expect(table.cases.overfullFields).toEqual(["n"]);
  });
});
