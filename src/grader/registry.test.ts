import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { isJsonObject } from "../base/rows/row.ts";
import type { Json } from "../domain/json.ts";
import { contextFor, replying } from "./__fixtures__/grade-by.ts";
import type { BuiltGrade } from "./definition.ts";
import { checkGrader } from "./nested.ts";
import { graders, makeGrader } from "./registry.ts";
import { graderSchema, normaliseGrader } from "./schema.ts";

/** One statement or more of every kind; a new kind without one fails the first test. */
const samples: readonly { readonly type: string; readonly [key: string]: unknown }[] = [
  { type: "exact" },
  { type: "exact", ignore_case: true, extract: [{ number: true, on_missing: "keep" }, "trim"] },
  { type: "exact", extract: "choice" },
  { type: "one_of" },
  { type: "one_of", values: ["a", 5, null] },
  { type: "includes", ignore_case: true },
  { type: "includes", values: ["a", "b"], all: true },
  { type: "starts_with" },
  { type: "ends_with" },
  { type: "regex", pattern: "(\\w+) (\\w+)" },
  { type: "numeric" },
  { type: "numeric", tolerance: 0.5, extract: "number" },
  { type: "choice" },
  { type: "choice", choices: ["Paris", "London"] },
  { type: "json" },
  { type: "json", schema: { type: "object", required: ["a"] } },
  { type: "json", equals: true, extract: { json: "@" } },
  { type: "json", fields: { a: { type: "exact" }, "b[0].c": { type: "numeric" } } },
  { type: "levenshtein" },
  { type: "f1" },
  { type: "rouge" },
  { type: "rouge", variant: "rouge1", stem: true },
  { type: "rouge", variant: "rouge2" },
  { type: "rouge", variant: "rougeLsum", stem: true },
  { type: "bleu" },
  { type: "bleu", variant: "corpus", min: 0.1 },
  { type: "similarity", model: "e" },
  { type: "math" },
  { type: "tool_call" },
  { type: "tool_call", calls: [{ name: "a", arguments: { b: 1 }, schema: { required: ["b"] } }], extra: "allow" },
  { type: "refusal" },
  { type: "length", min: 1, max: 100 },
  { type: "length", min: 1, unit: "sentences" },
  { type: "latency", max_ms: 100 },
  { type: "cost", max_usd: 0.01 },
  { type: "all", graders: [{ type: "exact" }, { type: "includes" }] },
  { type: "any", graders: [{ type: "exact" }, { type: "numeric" }] },
  { type: "not", grader: { type: "levenshtein" } },
  { type: "weighted", min: 0.5, graders: [{ type: "exact", weight: 2 }, { type: "levenshtein" }] },
  { type: "judge", model: "j", rubric: "Is it right? {{ expected }}", expected: "x" },
  { type: "judge", panel: ["j", "k", "l"], mode: "labels", labels: { good: 1, bad: 0 }, rubric: "Is it good?" },
  {
    type: "judge",
    model: "j",
    mode: "scale",
    scale: [1, 5],
    min: 0.5,
    rubric: "How good is it?",
    verdict: "structured",
  },
  {
    type: "judge",
    model: "j",
    min: 0.5,
    rubric: [
      { points: 3, text: "It is right." },
      { points: -1, text: "It is rude." },
    ],
  },
  { type: "pairwise", against: "other", model: "j" },
  { type: "factuality", model: "j" },
  { type: "faithfulness", model: "j", context: "a text" },
  { type: "answer_relevance", model: "j" },
  { type: "context_precision", model: "j", context: '["a", "b"]' },
  { type: "context_recall", model: "j", context: "a text" },
  { type: "module", path: join(import.meta.dirname, "__fixtures__", "share-of-letters.ts") },
  { type: "exec", command: "cat > /dev/null; echo 0.5" },
  { type: "code", language: "none", command: ["false"], tests: "x" },
];

const build = (raw: unknown) => makeGrader(normaliseGrader(graderSchema.parse(raw)), { baseDir: "/" });
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.json({ maxDepth: 3 }),
  fc.double().map(String),
  fc.constantFrom(
    "",
    " ",
    "A",
    "(B)",
    "Answer: 5",
    "NaN",
    "\ud800",
    "\u0000",
    "__proto__",
    "```\n{}\n```",
    '{"a": 1, "b": [{"c": 2}]}',
  ),
);
const expectedValue = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 3 }), text) as fc.Arbitrary<
  Json | undefined
>;

describe("the registry", () => {
  it("names every grader by its type and has a sample of it here", () => {
    for (const [type, definition] of Object.entries(graders)) {
      expect(definition.type).toBe(type);
      expect(definition.description).toMatch(/\.$/);
      expect(samples.map((sample) => sample.type)).toContain(type);
    }
  });

  it("states options in snake_case, by shapes alone", () => {
    for (const definition of Object.values(graders)) {
      const shape = definition.options(z.any());
      for (const key of [...Object.keys(shape), ...(definition.paths ?? [])]) expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
      for (const key of definition.paths ?? []) expect(Object.keys(shape)).toContain(key);
    }
  });

  it("finds nothing wrong with the samples", () => {
    for (const sample of samples) expect(checkGrader(normaliseGrader(sample))).toEqual([]);
  });

  it("refuses a type that it does not know", async () => {
    for (const type of ["exat", "constructor", "__proto__"]) {
      await expect(makeGrader({ ...normaliseGrader({ type: "exact" }), type }, { baseDir: "/" })).rejects.toThrow(
        `unknown grader "${type}"`,
      );
    }
  });
});

/** Those that start a process for every text. */
const STARTS_PROCESSES = ["exec", "code"];

/** How long a program took is no part of what it found. */
const withoutTime = ({ grade, ...rest }: BuiltGrade) => ({
  ...rest,
  grade: { ...grade, parts: isJsonObject(grade.parts) ? { ...grade.parts, ms: null } : grade.parts },
});

describe.each(samples.map((sample) => [JSON.stringify(sample), sample] as const))("%s", (_, sample) => {
  it("is total, deterministic and between 0 and 1", async () => {
    const grader = await build(sample);
    await fc.assert(
      fc.asyncProperty(text, expectedValue, text, async (output, expected, reply) => {
        const context = contextFor({ expected, reply: replying(reply) });
        const { grade, extracted } = await grader.grade(output, context);
        if (grade.status === "scored") {
          expect(grade.score).toBeGreaterThanOrEqual(0);
          expect(grade.score).toBeLessThanOrEqual(1);
          if (grade.pass === false) expect(grade.reason ?? "").not.toBe("");
        } else expect(grade.reason).not.toBe("");
        expect(extracted === null || sample.extract !== undefined).toBe(true);
        const again = await grader.grade(output, context);
        expect(withoutTime(again)).toEqual(withoutTime({ grade, extracted, missing: again.missing }));
      }),
      { numRuns: STARTS_PROCESSES.includes(sample.type) ? 10 : 60, seed: 1 },
    );
  });

  it("ends in time on a megabyte", async () => {
    const grader = await build(sample);
    for (const unit of ["a", "1", " ", "A ", "{", "(B) ", "1,", "\n"]) {
      const started = performance.now();
      await grader.grade(
        unit.repeat(1_000_000 / unit.length),
        contextFor({ expected: "B", reply: replying("VERDICT: PASS") }),
      );
      expect(performance.now() - started, JSON.stringify(unit)).toBeLessThan(20_000);
    }
  }, 240_000);
});

describe("an empty answer", () => {
  // Latency and cost look at no text.
  const accidental = samples.filter(({ type }) => !["not", "judge", "latency", "cost"].includes(type));
  it.each(accidental.map((sample) => [JSON.stringify(sample), sample] as const))(
    "does not pass %s",
    async (_, sample) => {
      const grader = await build(sample);
      const wanted = fc.oneof(
        fc.string({ minLength: 1 }).filter((value) => value.trim() !== ""),
        fc.integer(),
        fc.array(fc.integer()),
      );
      await fc.assert(
        fc.asyncProperty(wanted, fc.constantFrom("", " ", "\n\n"), async (expected, output) => {
          const { grade } = await grader.grade(output, contextFor({ expected: expected as Json }));
          // An empty list of calls says that there should be none.
          if (sample.type === "tool_call" && Array.isArray(expected) && expected.length === 0) return;
          // A blank has a length: that is what `length` counts.
          if (sample.type !== "length" || output === "") expect(grade.status === "scored" && grade.pass).not.toBe(true);
        }),
        { numRuns: STARTS_PROCESSES.includes(sample.type) ? 10 : 40, seed: 2 },
      );
    },
  );
});

describe("what cannot be judged", () => {
  it("is ungraded with the grader's type and the message, when a grader throws", async () => {
    const grader = await build({ type: "exact", extract: { json: "length(a)" } });
    const { grade } = await grader.grade('{"a": 5}', contextFor({ expected: "x" }));
    expect(grade).toMatchObject({ status: "ungraded", reason: expect.stringMatching(/^exact: .*length/) });
  });
  it("is told from a failure before extraction", async () => {
    const grader = await build({ type: "exact", extract: "number" });
    expect((await grader.grade("none", contextFor({}))).grade).toEqual({
      status: "ungraded",
      reason: "the case has no expected value",
    });
    expect((await grader.grade("none", contextFor({ expected: 5 }))).grade).toMatchObject({
      pass: false,
      reason: "no number in the text",
    });
  });
  it("fails to build with a message that names the grader", async () => {
    await expect(build({ type: "exact", id: "label", extract: { json: "a[" } })).rejects.toThrow(
      /^grader "label" \(exact\): "a\[" is no JMESPath/,
    );
  });
});
