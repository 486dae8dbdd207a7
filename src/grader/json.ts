import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as z from "zod";
import { messageOf } from "../base/errors.ts";
import { compileJsonPath, type JsonPath } from "../base/json-path.ts";
import type { GradeContext } from "../domain/grader.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { GraderSpec } from "../domain/suite.ts";
import { expecting } from "./case-vars.ts";
import { failures, firstUngraded, meanScore, type Part, withParts } from "./combine.ts";
import type { BuiltGrader, GraderDefinition, GraderTools } from "./definition.ts";
import { failed, NO_EXPECTED, passed, quote, ungraded } from "./grade.ts";
import { compileJsonSchema } from "./json-schema.ts";
import { parseJson, sameJson, textForm } from "./text-form.ts";

interface Options {
  readonly schema?: string | boolean | JsonObject;
  readonly equals?: Json;
  readonly fields?: Readonly<Record<string, GraderSpec>>;
}

interface Field {
  readonly path: string;
  readonly lookUp: JsonPath;
  readonly grader: BuiltGrader;
}

/** Strict: a fenced block or prose around is not JSON (extract it first). Order of keys never matters. */
export const json: GraderDefinition = {
  type: "json",
  description: "The text is valid JSON; by a schema, equal to a value, or graded field by field (score: the share).",
  options: (nested) => ({
    schema: z.union([z.string(), z.boolean(), z.record(z.string(), z.json())]).optional(),
    equals: z.json().optional(),
    fields: z.record(z.string(), nested).optional(),
  }),
  paths: ["schema"],
  needsExpected: false,
  check: (spec) =>
    (spec.options as Options).equals === false
      ? [
          {
            path: "equals",
            message: "say equals: true (the expected value) or a value; leave it out to compare nothing",
          },
        ]
      : [],
  create: async (spec, tools) => {
    const { schema, equals, fields = {} } = spec.options as Options;
    const validate = schema === undefined ? null : await compileJsonSchema(await schemaOf(schema, tools));
    const parts = await Promise.all(
      Object.entries(fields).map(
        async ([path, nested]): Promise<Field> => ({
          path,
          lookUp: await compileJsonPath(path),
          grader: await tools.make(nested),
        }),
      ),
    );
    return {
      grade(text, context) {
        const parsed = parseJson(text);
        if (!parsed.ok) return failed(`not valid JSON: ${quote(text)}`);
        const mistake = validate?.(parsed.value) ?? null;
        if (mistake !== null) return failed(`schema: ${mistake}`);
        if (equals !== undefined) {
          const target = equals === true ? context.expected : equals;
          if (target === undefined) return ungraded(NO_EXPECTED);
          if (!sameValue(parsed.value, target))
            return failed(`expected ${quote(textForm(target))}, got ${quote(text)}`);
        }
        return parts.length === 0 ? passed : gradeFields(parts, parsed.value, context);
      },
    };
  },
};

async function schemaOf(schema: string | boolean | JsonObject, tools: GraderTools): Promise<boolean | JsonObject> {
  if (typeof schema !== "string") return schema;
  const path = resolve(tools.baseDir, schema);
  try {
    return JSON.parse(await readFile(path, "utf8")) as JsonObject;
  } catch (error) {
    throw new Error(`the schema ${path} cannot be read: ${messageOf(error)}`);
  }
}

/** Datasets often hold JSON as text: a text that is JSON means its value. */
function sameValue(value: Json, expected: Json): boolean {
  if (sameJson(value, expected)) return true;
  const parsed = typeof expected === "string" ? parseJson(expected) : { ok: false as const };
  return parsed.ok && sameJson(value, parsed.value);
}

async function gradeFields(fields: readonly Field[], value: Json, context: GradeContext) {
  const parts = await Promise.all(fields.map((field) => gradeField(field, value, context)));
  const score = meanScore(parts) ?? 0;
  const reason = failures(parts);
  if (parts.some(({ grade }) => grade.status === "scored" && grade.pass === false)) {
    return withParts({ status: "scored", score, pass: false, label: null, reason }, parts);
  }
  const pass = parts.some(({ grade }) => grade.status === "scored" && grade.pass === true) ? true : null;
  return withParts(firstUngraded(parts) ?? { status: "scored", score, pass, label: null, reason: null }, parts);
}

async function gradeField({ path, lookUp, grader }: Field, value: Json, context: GradeContext): Promise<Part> {
  const about = { name: path, weight: grader.spec.weight };
  const found = lookUp(value);
  if (found === undefined) return { ...about, grade: failed("not in the JSON"), extracted: null, missing: true };
  const expected = expectedField(lookUp, context.expected);
  return { ...about, ...(await grader.grade(textForm(found), expecting(context, expected))) };
}

/** The same place in an expected object or list; an expected value that is neither is the field's own. */
function expectedField(lookUp: JsonPath, expected: Json | undefined): Json | undefined {
  const parsed = typeof expected === "string" ? parseJson(expected) : { ok: false as const };
  const value = parsed.ok && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : expected;
  return typeof value === "object" && value !== null ? lookUp(value) : value;
}
