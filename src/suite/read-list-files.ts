import { resolve } from "node:path";
import { displayName } from "../base/display-name.ts";
import type { Problem } from "../domain/problem.ts";
import { found } from "./issue-words.ts";
import type { Finding, Locator } from "./locator.ts";
import { readSource } from "./read-source.ts";
import type { Section } from "./schema.ts";

const LISTS = ["models", "judge_models", "graders"] as const satisfies readonly Section[];

export interface ListFiles {
  /** The suite's data with the lists in the place of their paths. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
  /** Syntax mistakes of the files: they have their places already. */
  readonly problems: readonly Problem[];
  readonly broken: readonly Section[];
}

/** `models: ./models.yaml`: reads the file and notes that everything below stands there. */
export async function readListFiles(
  data: Readonly<Record<string, unknown>>,
  folder: string,
  cwd: string,
  locator: Locator,
): Promise<ListFiles> {
  const whole: Record<string, unknown> = { ...data };
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const broken: Section[] = [];
  for (const section of LISTS) {
    const written = data[section];
    if (typeof written !== "string" || written === "") continue;
    const path = resolve(folder, written);
    const read = await readSource(path, displayName(path, cwd));
    if (read.status === "ok" && Array.isArray(read.source.data)) {
      locator.mount([section], read.source);
      whole[section] = read.source.data;
      continue;
    }
    broken.push(section);
    if (read.status === "invalid") problems.push(...read.problems);
    else if (read.status === "absent")
      findings.push({ path: [section], message: `${read.message}: ${displayName(path, cwd)}` });
    else {
      const message = `${displayName(path, cwd)} must hold a list of ${section}; found ${found(read.source.data)}`;
      findings.push({ path: [section], message });
    }
  }
  return { data: whole, findings, problems, broken };
}
