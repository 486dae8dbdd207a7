import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import type { GradeContext } from "../../domain/grader.ts";
import type { Json } from "../../domain/json.ts";

/** One word that ends like a file: no test is written like this. */
export function isTestFile(tests: unknown): tests is string {
  return typeof tests === "string" && /^[^\s;()=]+\.[A-Za-z]{1,5}$/.test(tests);
}

/** The suite's own tests for every case: a text or a file's; null: the cases bring theirs. */
export async function suiteTests(tests: string | undefined, baseDir: string): Promise<string | null> {
  if (!isTestFile(tests)) return tests ?? null;
  try {
    return await readFile(resolve(baseDir, tests), "utf8");
  } catch (thrown) {
    throw new UserError(
      "invalid_grader",
      `the tests cannot be read (write code or the path of a file): ${messageOf(thrown)}`,
    );
  }
}

/** A case's tests: its `tests` (text, or a list of lines), else what is expected. null: it has none. */
export function caseTests(context: GradeContext): string | null {
  return textOf(context.case.vars.tests) ?? textOf(context.expected);
}

function textOf(value: Json | undefined): string | null {
  const lines = Array.isArray(value) ? value : [value];
  const whole = lines.every((line) => typeof line === "string") ? lines.join("\n") : "";
  return whole.trim() === "" ? null : whole;
}
