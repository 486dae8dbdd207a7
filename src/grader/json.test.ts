import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { makeGrader } from "./registry.ts";
import { normaliseGrader } from "./schema.ts";

const schema = {
  type: "object",
  properties: { queue: { type: "string" }, mail: { type: "string", format: "email" } },
  required: ["queue"],
  additionalProperties: false,
};

describe("json", () => {
  const rows: readonly (readonly [Record<string, unknown>, string, Json | undefined, string])[] = [
    [{}, '{"a": 1}', undefined, "pass"],
    [{}, " 5 ", undefined, "pass"],
    [{}, "{a: 1}", undefined, "fail"],
    [{}, '```json\n{"a": 1}\n```', undefined, "fail"],
    [{ extract: "code_block" }, '```json\n{"a": 1}\n```', undefined, "pass"],
    [{}, "", undefined, "fail"],
    [{ schema }, '{"queue": "billing"}', undefined, "pass"],
    [{ schema }, '{"queue": 5}', undefined, "fail"],
    [{ schema }, '{"queue": "a", "more": 1}', undefined, "fail"],
    [{ schema }, '{"queue": "a", "mail": "no mail"}', undefined, "fail"],
    [
      { schema: { $schema: "http://json-schema.org/draft-07/schema#", ...schema } },
      '{"queue": "a"}',
      undefined,
      "pass",
    ],
    [{ schema: { $schema: "https://json-schema.org/draft/2020-12/schema", ...schema } }, "{}", undefined, "fail"],
    [{ schema: { type: "string", pattern: "^(a+)+$" } }, `"${"a".repeat(60)}!"`, undefined, "ungraded"],
    [{ schema: { items: { pattern: "^a" }, prefixItems: [{ pattern: "^b" }] } }, '["b", "a"]', undefined, "pass"],
    [{ schema: { items: { pattern: "^a" }, prefixItems: [{ pattern: "^b" }] } }, '["a", "a"]', undefined, "fail"],
    [{ equals: true }, '{"b": 2, "a": [1, 2.0]}', { a: [1, 2], b: 2 }, "pass"],
    [{ equals: true }, '{"a": [2, 1]}', { a: [1, 2] }, "fail"],
    [{ equals: true }, '{"a": 1}', '{ "a": 1 }', "pass"],
    [{ equals: true }, "true", undefined, "ungraded"],
    [{ equals: { a: 1 } }, '{"a": 1}', undefined, "pass"],
    [{ equals: null }, "null", undefined, "pass"],
    [{ equals: null }, "0", undefined, "fail"],
  ];
  it.each(rows)("%j %j against %j: %s", async (options, text, expected, verdict) => {
    expect(await verdictOf({ type: "json", ...options }, text, { expected })).toBe(verdict);
  });

  it("grades field by field, with partial credit", async () => {
    const grader = {
      type: "json",
      fields: {
        queue: { type: "exact" },
        "items[0].price": { type: "numeric", tolerance: 0.5 },
        urgent: { type: "exact" },
      },
    };
    const expected = { queue: "billing", items: [{ price: 9.9 }], urgent: true };
    const right = await gradeBy(grader, '{"queue": "billing", "items": [{"price": "9.5"}], "urgent": true}', {
      expected,
    });
    expect(right.grade).toMatchObject({ score: 1, pass: true });
    const partly = await gradeBy(grader, '{"queue": "billing", "items": []}', { expected });
    expect(partly.grade).toMatchObject({
      score: 1 / 3,
      pass: false,
      reason: "items[0].price: not in the JSON; urgent: not in the JSON",
    });
    expect(partly.grade.parts).toMatchObject([
      { grader: "queue", score: 1, pass: true },
      { grader: "items[0].price", pass: false },
      { grader: "urgent", pass: false },
    ]);
    const noTarget = await gradeBy(grader, '{"queue": "billing", "items": [{"price": 9.9}], "urgent": true}', {
      expected: { queue: "billing" },
    });
    expect(noTarget.grade).toEqual(
      expect.objectContaining({ status: "ungraded", reason: "items[0].price: the case has no expected value" }),
    );
  });

  it("gives a field an expected value that is no object, or its own template", async () => {
    expect(
      await verdictOf({ type: "json", fields: { queue: { type: "exact" } } }, '{"queue": "a"}', { expected: "a" }),
    ).toBe("pass");
    const own = { type: "json", fields: { queue: { type: "exact", expected: "{{ right }}" } } };
    expect(await verdictOf(own, '{"queue": "a"}', { vars: { right: "a" } })).toBe("pass");
    expect(await verdictOf(own, '{"queue": "a"}', {})).toBe("ungraded");
  });

  it("reads a schema from a file beside the suite", async () => {
    const baseDir = await mkdtemp(join(tmpdir(), "evals-json-"));
    await writeFile(join(baseDir, "s.json"), JSON.stringify(schema));
    const grader = await makeGrader(normaliseGrader({ type: "json", schema: "s.json" }), { baseDir });
    const { contextFor } = await import("./__fixtures__/grade-by.ts");
    expect((await grader.grade("{}", contextFor({}))).grade.reason).toBe(
      `schema: the value must have required property 'queue'`,
    );
    await expect(makeGrader(normaliseGrader({ type: "json", schema: "no.json" }), { baseDir })).rejects.toThrow(
      /cannot be read/,
    );
    await expect(makeGrader(normaliseGrader({ type: "json", schema: { type: "strin" } }), { baseDir })).rejects.toThrow(
      /schema is not valid/,
    );
  });

  it("survives a value nested beyond the stack", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    expect(["fail", "ungraded"]).toContain(await verdictOf({ type: "json", equals: [1] }, deep));
  });
});
