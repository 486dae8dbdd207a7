import { randomBytes } from "node:crypto";
import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, messageOf, UserError } from "../base/errors.ts";

export const FILES = {
  manifest: "run.json",
  cases: "cases.jsonl",
  outputs: "outputs.jsonl",
  scores: "scores.jsonl",
  summary: "summary.json",
  /** What the run was compared with, as it was then. */
  baseline: "baseline.json",
} as const;

/** `<suite>-<YYYYMMDD>T<HHMMSS>Z-<hex>` */
export function newRunId(suite: string, epochMs: number): string {
  const stamp = new Date(epochMs)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll("-", "")
    .replaceAll(":", "");
  return `${suite}-${stamp}-${randomBytes(3).toString("hex")}`;
}

/** Makes the folder of a run; tells a user what is wrong with `--out` before anything is called. */
export async function createRunFolder(reports: string, runId: string): Promise<string> {
  const folder = join(reports, runId);
  try {
    await mkdir(reports, { recursive: true });
    await access(reports, constants.W_OK);
    await mkdir(folder);
  } catch (error) {
    const why = codeOf(error) === "EACCES" || codeOf(error) === "EROFS" ? "it cannot be written to" : messageOf(error);
    throw new UserError(
      "reports_folder",
      `the reports folder ${reports} cannot be used: ${why}; choose another with --out`,
    );
  }
  return folder;
}
