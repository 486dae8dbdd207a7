import { describe, expect, it } from "vitest";
import * as z from "zod";
import { checkGrader, graderDigest, graderFiles } from "./nested.ts";
import { graders } from "./registry.ts";
import { graderSchema, normaliseGrader } from "./schema.ts";

const issuesOf = (raw: unknown) => graderSchema.safeParse(raw).error?.issues ?? [];

describe("graderSchema", () => {
  it.each([
    [{ type: "exact" }],
    [
      {
        type: "exact",
        id: "label",
        ignore_case: true,
        weight: 2,
        advisory: true,
        when: "tag:x",
        severity: "high",
        expected: "{{ a }}",
      },
    ],
    [{ type: "exact", expected: 18 }],
    [{ type: "exact", extract: "number" }],
    [
      {
        type: "exact",
        extract: [
          "answer_line",
          { strip: "$" },
          { regex: "(\\d+)", flags: "i", group: 1, match: "first", on_missing: "keep" },
        ],
      },
    ],
    [{ type: "exact", extract: { number: true, on_missing: "ungraded" } }],
    [{ type: "exact", extract: { json: "a.b", on_missing: "ungraded" } }],
    [{ type: "levenshtein", min: 0.5 }],
    [{ type: "length", min: 10, max: 200, unit: "words" }],
    [{ type: "not", grader: { type: "all", graders: [{ type: "exact" }, { type: "regex", pattern: "a" }] } }],
    [{ type: "json", fields: { a: { type: "exact" }, "b.c": { type: "numeric", tolerance: 1 } }, equals: { x: null } }],
    [{ type: "choice", choices: { A: "yes", B: "no" } }],
    [{ type: "judge", model: "j", rubric: "r", mode: "labels", labels: { good: 1, bad: 0 }, min: 0.5 }],
  ])("accepts %j", (raw) => {
    expect(issuesOf(raw)).toEqual([]);
  });

  it.each([
    [{ type: "exact", ignorecase: true }],
    [{ type: "exact", weight: -1 }],
    [{ type: "exact", min: 2 }],
    [{ type: "exact", extract: "numbr" }],
    [{ type: "exact", extract: [] }],
    [{ type: "exact", extract: { regex: "(" } }],
    [{ type: "exact", extract: { regex: "a", group: 1 } }],
    [{ type: "exact", extract: { regex: "a", json: "b" } }],
    [{ type: "exact", extract: { number: true, strip: "a" } }],
    [{ type: "regex" }],
    [{ type: "regex", pattern: "" }],
    [{ type: "length", min: 1.5 }],
    [{ type: "all", graders: [] }],
    [{ type: "not", grader: { type: "exact", when: "tag:x" } }],
    [{ type: "not", grader: { type: "exact", advisory: true } }],
  ])("refuses %j", (raw) => {
    expect(issuesOf(raw)).not.toEqual([]);
  });

  it.each([
    { type: "judge", model: "j", rubric: "r", mode: "scale" },
    { type: "judge", model: "j", rubric: "r", panel: ["a", "b"] },
    { type: "judge", model: "j", rubric: "r", scale: [1, 5] },
  ])("accepts the shape of %j, which the check then refuses", (raw) => {
    expect(issuesOf(raw)).toEqual([]);
    expect(checkGrader(normaliseGrader(raw))).not.toEqual([]);
  });

  it("points at an unknown type, nested too", () => {
    expect(issuesOf({ type: "exat" })).toMatchObject([
      { code: "invalid_union", path: ["type"], note: "No matching discriminator" },
    ]);
    expect(issuesOf({ type: "not", grader: { type: "exat" } })).toMatchObject([
      { code: "invalid_union", path: ["grader", "type"] },
    ]);
    expect(issuesOf({ type: "exact", more: 1 })).toMatchObject([{ code: "unrecognized_keys", keys: ["more"] }]);
  });

  it("becomes a JSON Schema", () => {
    const schema = JSON.stringify(z.toJSONSchema(graderSchema, { io: "input" }));
    for (const type of Object.keys(graders)) expect(schema).toContain(`"const":"${type}"`);
  });
});

describe("normaliseGrader", () => {
  it("sets every default", () => {
    expect(normaliseGrader({ type: "exact" })).toEqual({
      id: "exact",
      type: "exact",
      extract: [],
      expected: null,
      weight: 1,
      advisory: false,
      when: null,
      severity: null,
      min: null,
      options: {},
    });
  });

  it("turns our keys to camelCase and leaves the user's own alone", () => {
    const spec = normaliseGrader({
      type: "judge",
      model: "j",
      rubric: "r",
      mode: "labels",
      labels: { very_good: 1, bad: 0 },
      min: 0.5,
      expected: 18,
    });
    expect(spec).toMatchObject({ min: 0.5, expected: "18", options: { labels: { very_good: 1, bad: 0 } } });
    expect(normaliseGrader({ type: "numeric", relative_tolerance: 0.1 }).options).toEqual({ relativeTolerance: 0.1 });
    expect(normaliseGrader({ type: "json", schema: { additional_key: { a_b: 1 } } }).options).toEqual({
      schema: { additional_key: { a_b: 1 } },
    });
  });

  it("keeps the lengths of `length` apart from the common `min`", () => {
    expect(normaliseGrader({ type: "length", min: 10 })).toMatchObject({ min: null, options: { min: 10 } });
    expect(normaliseGrader({ type: "levenshtein", min: 0.9 })).toMatchObject({ min: 0.9, options: {} });
  });

  it("makes specs of nested graders", () => {
    const spec = normaliseGrader({
      type: "json",
      fields: { a_b: { type: "not", grader: { type: "exact", id: "inner", extract: "trim" } } },
    });
    expect(spec.options).toMatchObject({
      fields: {
        a_b: { id: "not", options: { grader: { id: "inner", extract: [{ kind: "trim", onMissing: "failed" }] } } },
      },
    });
  });

  it("normalises every kind of step", () => {
    const steps = [
      { regex: "a" },
      { regex: "b", flags: "i", group: 0, match: "first", on_missing: "keep" },
      { json: "x" },
      { after: "y" },
      { strip: "z" },
      "choice",
      { code_block: true, on_missing: "ungraded" },
    ];
    expect(normaliseGrader({ type: "exact", extract: steps }).extract).toEqual([
      { kind: "regex", pattern: "a", flags: "", group: null, match: "last", onMissing: "failed" },
      { kind: "regex", pattern: "b", flags: "i", group: 0, match: "first", onMissing: "keep" },
      { kind: "json", path: "x", onMissing: "failed" },
      { kind: "after", text: "y", onMissing: "failed" },
      { kind: "strip", chars: "z", onMissing: "failed" },
      { kind: "choice", onMissing: "failed" },
      { kind: "code_block", onMissing: "ungraded" },
    ]);
  });
});

describe("graderDigest and graderFiles", () => {
  it("change with what decides a grade, and with nothing else", () => {
    const digest = (raw: unknown, files?: string[]) => graderDigest(normaliseGrader(raw), files);
    const base = digest({ type: "exact" });
    expect(digest({ type: "exact", weight: 2, severity: "high", advisory: true, when: "tag:x" })).toBe(base);
    expect(digest({ type: "exact", ignore_case: true })).not.toBe(base);
    expect(digest({ type: "exact", extract: "trim" })).not.toBe(base);
    expect(digest({ type: "exact" }, ["abc"])).not.toBe(base);
    const weights = (weight: number) =>
      digest({ type: "weighted", min: 0.5, graders: [{ type: "exact", weight }, { type: "numeric" }] });
    expect(weights(2)).not.toBe(weights(1));
  });
  it("names the files, nested ones too", () => {
    const spec = normaliseGrader({
      type: "all",
      graders: [
        { type: "json", schema: "a.json" },
        { type: "json", schema: {} },
      ],
    });
    expect(graderFiles(spec)).toEqual([{ path: "graders[0].schema", file: "a.json" }]);
  });
});
