import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { contextFor } from "./__fixtures__/grade-by.ts";
import { idOf, type Row, textOf, vectors } from "./__fixtures__/vectors.ts";
import { makeGrader } from "./registry.ts";
import { normaliseGrader } from "./schema.ts";

// Ids repeat: Math-Verify counts from 0 in every file.
const keyOf = (row: Row) => `${row.id.split(":")[1]?.replace(/\.(?:py|json)$/, "")}:${idOf(row)}`;

const ORDER = "a list of solutions has no order, as MATH's own instructions have it";
const COMMA = "a comma divides a list here, in mathematics: decimals by a comma are for numeric";
const DIGITS = "rounded to fewer than ten digits it is another number";
const MATRICES = "a matrix is compared as it stands: nothing is added or multiplied";
const PROSE = "the answer is in a sentence, not in a box, a formula or after a marker";
const NAMED = "a name in front that is no name to us";

/** Where we differ from a row, and why. Each must differ: a list that is out of date fails. */
const differences: Readonly<Record<string, string>> = {
  "math_equivalence_test:math_is_equiv:1": ORDER,
  "math_equivalence_test:math_is_equiv:8": ORDER,
  "test_all:math_verify:5": COMMA,
  "test_all:math_verify:6": COMMA,
  "test_all:math_verify:7": COMMA,
  "test_all:math_verify:17": COMMA,
  "test_all:math_verify:32": "a formula may stand on a line of its own",
  "test_all:math_verify:35": "a stray dollar sign in a formula",
  "test_all:math_verify:61": PROSE,
  "test_all:math_verify:109": "a chain that begins with a number names nothing",
  "test_all:math_verify:123": MATRICES,
  "test_all:math_verify:124": MATRICES,
  "test_all:math_verify:133": DIGITS,
  "test_all:math_verify:139": DIGITS,
  "test_all:math_verify:142": PROSE,
  "test_all:math_verify:162": "a set is no point: brackets must agree",
  "test_all:math_verify:163": PROSE,
  "test_all:math_verify:172": "dollars of money beside dollars of LaTeX",
  "test_all:math_verify:187": "a chain of inequalities is an interval in both directions",
  "test_open_thoughts:math_verify:14": "boxes with prose between them are not one answer",
  "test_open_thoughts:math_verify:24": "boxes with prose between them are not one answer",
  "test_open_thoughts:math_verify:27": "boxes with prose between them are not one answer",
  "test_numina_cases:math_verify:0": "a solution that is listed twice is listed twice",
  "test_numina_cases:math_verify:3": "inequalities in absolute values are not solved",
  "test_numina_cases:math_verify:7": NAMED,
  "test_numina_cases:math_verify:8": NAMED,
  "test_numina_cases:math_verify:9": "assignments are no points",
  "test_numina_cases:math_verify:11": NAMED,
  "test_numina_cases:math_verify:19": "a solution that is listed twice is listed twice",
  "test_numina_cases:math_verify:24": "a box that is never closed",
  "test_yujianll:math_verify:5": "sums with bounds are compared as texts",
  "test_yujianll:math_verify:9": "theirs takes 1 + 1/e for 1 − 1/e",
  "test_boxed:math_verify:0": "boxes with prose between them are not one answer",
  "g_pass_at_k_math:lighteval_g_pass_at_k_math:2": "theirs refuses the very text that it expects",
  "g_pass_at_k_math:lighteval_g_pass_at_k_math:6": "theirs refuses the very text that it expects",
};

/** Math-Verify's last file states what its verdict must be, apart. */
interface MathRow extends Row {
  readonly params?: NonNullable<Row["params"]> & { readonly result?: number };
  readonly docs?: readonly { readonly choices: readonly Json[] }[];
  readonly responses?: readonly { readonly text: readonly string[] }[];
  readonly expected_output?: Readonly<Record<string, number>>;
}

const rows = (vectors as readonly MathRow[]).map((row) => [keyOf(row), row] as const);
const grader = makeGrader(normaliseGrader({ type: "math" }), { baseDir: "/" });
const passes = async (text: string, expected: Json | undefined) => {
  const { grade } = await (await grader).grade(text, contextFor({ expected }));
  return grade.status === "scored" && grade.pass === true;
};

describe.skipIf(rows.length === 0)("the vectors of other graders of mathematics", () => {
  const pairs = rows.filter(([, { grader: group }]) =>
    ["math_is_equiv", "math_verify", "inspect_math"].includes(group),
  );
  const sampled = rows.filter(([, { grader: group }]) =>
    /^lighteval_(?:avg|g_pass|pass)_at_k_(?:math|latex)$/.test(group),
  );

  it("are all here, and every difference is one of theirs", () => {
    expect(pairs).toHaveLength(315);
    expect(sampled).toHaveLength(24);
    const known = [...pairs, ...sampled].map(([key]) => key);
    for (const key of Object.keys(differences)) expect(known).toContain(key);
  });

  it.each(pairs)("%s", async (key, row) => {
    const wanted = row.params?.result === undefined ? (row.pass ?? row.verdict === "C") : row.params.result === 1;
    const same = (await passes(textOf(row.output), row.expected)) === wanted;
    expect(same, differences[key] ?? `${textOf(row.output).slice(-200)} <> ${row.expected}`).toBe(
      differences[key] === undefined,
    );
  });

  it.each(sampled)("%s", async (key, row) => {
    const texts = row.responses?.[0]?.text ?? [];
    const right: boolean[] = [];
    for (const text of texts) right.push(await passes(text, row.docs?.[0]?.choices[0]));
    const { k, n } = row.params as { k?: number; n?: number };
    const tries = n ?? texts.length;
    // At a threshold of 0 one right answer among the k is enough, as in pass@k.
    const [name = "", published = Number.NaN] = Object.entries(row.expected_output ?? {})[0] ?? [];
    const correct = right.filter((one, index) => one && index < tries).length;
    const own = /^avg/.test(name) ? correct / (k ?? 1) : passAtK(tries, correct, k ?? 1);
    expect(Math.abs(own - published) < 0.011, `${name}: ${own}, theirs ${published}`).toBe(
      differences[key] === undefined,
    );
  });
});

/** 1 − C(n − c, k) / C(n, k). */
function passAtK(n: number, c: number, k: number): number {
  let none = 1;
  for (let taken = 0; taken < k; taken += 1) none *= Math.max(0, n - c - taken) / (n - taken);
  return 1 - none;
}
