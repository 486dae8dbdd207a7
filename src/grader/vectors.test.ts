import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { contextFor, gradeBy } from "./__fixtures__/grade-by.ts";
import { idOf, type Row, root, vectors as rows, rowsOf, textOf } from "./__fixtures__/vectors.ts";
import { makeGrader } from "./registry.ts";
import { normaliseGrader } from "./schema.ts";

/** How a row of theirs reads as a statement of ours; null: its convention is another. */
type Statement = (row: Row) => Record<string, unknown> | null;

// Left out as another convention: autoevals_numeric_diff (a relative distance: 1 for 2 would be two thirds right),
// autoevals_list_contains and _json_diff (fuzzy), promptfoo_levenshtein (a bound on edits), openai_fuzzy_match (either
// text in the other: the answer "a" would do for nearly everything), helm_exact_match_indicator (the last word),
// inspect_match at "any" (the right number anywhere: who lists all of them is right), promptfoo_contains_html.
// F1, ROUGE and BLEU over several texts at once are in text/vectors.test.ts.
const groups: Readonly<Record<string, Statement>> = {
  autoevals_exact_match: () => ({ type: "exact" }),
  autoevals_levenshtein_similarity: () => ({ type: "levenshtein" }),
  autoevals_valid_json: ({ params }) => ({
    type: "json",
    ...(params?.schema === undefined ? {} : { schema: params.schema }),
  }),
  openai_includes: ({ params }) => ({ type: "includes", ignore_case: params?.ignore_case ?? false }),
  openai_json_match: () => ({ type: "json", equals: true }),
  openai_json_validator: () => ({ type: "json" }),
  helm_exact_match: () => ({ type: "exact" }),
  helm_final_number_exact_match: () => ({ type: "numeric", extract: "number" }),
  inspect_exact: () => ({ type: "one_of" }),
  inspect_match: ({ params }) =>
    params?.location === "any"
      ? null
      : { type: "numeric", ...(params?.location === "exact" ? {} : { extract: "number" }) },
  inspect_answer: ({ params }) => ({
    type: "exact",
    extract: params?.args?.[0] === "letter" ? ["answer_line", "choice"] : "answer_line",
  }),
  // Sets of words, not multisets, and words to leave out at will: the same where no word comes twice.
  inspect_f1: ({ params }) => (params?.stop_words === undefined ? { type: "f1" } : null),
  inspect_pattern: ({ params }) => {
    const pattern = params?.args?.[0] ?? params?.pattern ?? "";
    return {
      type: "exact",
      extract: { regex: pattern, flags: params?.ignore_case === true ? "i" : "", on_missing: "ungraded" },
    };
  },
  promptfoo_is_refusal: () => ({ type: "refusal" }),
  promptfoo_contains: ({ type = "", value }) => {
    // Their lists in one text are CSV; ours are lists.
    if (type.includes("any") && typeof value === "string") return null;
    const grader = {
      type: "includes",
      ignore_case: type.includes("icontains"),
      ...(Array.isArray(value) ? { values: value } : { value }),
    };
    return type.startsWith("not-") ? { type: "not", grader } : grader;
  },
};

/** Where we differ from the row's own assertion, and why. Each must differ: a list that is out of date fails. */
const differences: Readonly<Record<string, string>> = {
  "autoevals_exact_match:8": "the order of keys is no part of an object",
  "autoevals_exact_match:9": "an expected text is text: compare JSON by json, equals",
  "autoevals_exact_match:10": "an expected text is text: compare JSON by json, equals",
  "autoevals_exact_match:14": "undefined does not exist in a dataset: the row reads it as a text",
  "autoevals_valid_json:0": "a number alone is JSON (RFC 8259)",
  "autoevals_valid_json:11": "a number alone is JSON (RFC 8259)",
  "autoevals_valid_json:12": "a number alone is JSON (RFC 8259)",
  "openai_json_match:6": "a list is a list, not alternatives",
  "helm_final_number_exact_match:4": "an expected value is the value, not a text with it in",
  "helm_final_number_exact_match:5": "an expected value is the value, not a text with it in",
  "inspect_exact:3": "punctuation counts in an exact match: strip it first",
  "inspect_match:4": "the number is the last one, not any one",
  "inspect_match:26": "number words and numerals of other scripts are not read",
  "promptfoo_is_refusal:40": "an empty answer is a failure, not a refusal",
  "promptfoo_is_refusal:41": "an empty answer is a failure, not a refusal",
  "inspect_answer:3": "a word that is no letter is a failure of the model's",
  "inspect_answer:4": "an answer stands on the line of its marker",
  "inspect_pattern:13": "a group that took no part finds nothing: here, by on_missing, ungraded",
  "inspect_pattern:5": "one group counts, not any of them",
};

function agrees(row: Row, verdict: string, score: number | null): boolean {
  if (row.verdict !== undefined) return verdict === { C: "pass", I: "fail", N: "ungraded" }[row.verdict];
  if (row.pass !== undefined) return verdict === (row.pass ? "pass" : "fail");
  return score !== null && Math.abs(score - (row.score ?? Number.NaN)) < 0.005;
}

describe.skipIf(rows.length === 0)("the vectors of other harnesses", () => {
  const ours = rows.flatMap((row) => {
    const statement = row.throws === undefined ? (groups[row.grader]?.(row) ?? null) : null;
    return statement === null ? [] : [[idOf(row), row, statement] as const];
  });

  it("cover every group that has our convention", () => {
    expect(new Set(ours.map(([, row]) => row.grader)).size).toBe(Object.keys(groups).length);
    for (const id of Object.keys(differences)) expect(ours.map(([own]) => own)).toContain(id);
  });

  it.each(ours)("%s", async (id, row, statement) => {
    // Their lists of targets are alternatives; where there is one it is the value.
    const list =
      row.grader.startsWith("inspect_") &&
      !["inspect_exact", "inspect_f1"].includes(row.grader) &&
      Array.isArray(row.expected);
    const expected = list ? (row.expected as Json[])[0] : row.expected;
    const { grade } = await gradeBy(statement, textOf(row.output), { expected });
    const verdict = grade.status === "ungraded" ? "ungraded" : grade.pass ? "pass" : "fail";
    const same = agrees(row, verdict, grade.status === "scored" ? grade.score : null);
    expect(same, `${verdict}: ${differences[id] ?? JSON.stringify(grade)}`).toBe(differences[id] === undefined);
  });
});

interface Solution {
  readonly item: string;
  readonly output: string;
  readonly label: boolean;
}

const solutions = rowsOf<Solution>("gsm8k/outputs.jsonl");
const problems = rowsOf<{ readonly id: string; readonly expected: string }>("gsm8k/items.jsonl");

describe.skipIf(solutions.length === 0)("gsm8k", () => {
  const answers = new Map(problems.map(({ id, expected }) => [id, expected]));

  it.each([
    { type: "exact", extract: ["answer_line", { strip: "$," }, "trim"] },
    { type: "numeric", extract: "answer_line" },
  ])("%j grades 5,276 solutions as their authors did", async (statement) => {
    const grader = await makeGrader(normaliseGrader(statement), { baseDir: root });
    const wrong: string[] = [];
    for (const { item, output, label } of solutions) {
      const { grade } = await grader.grade(output, contextFor({ expected: answers.get(item) }));
      if (grade.status === "ungraded" || grade.pass !== label)
        wrong.push(`${item}: ${grade.reason}: ${output.slice(-40)}`);
    }
    expect(solutions).toHaveLength(5_276);
    expect(wrong).toEqual([]);
  });
});
