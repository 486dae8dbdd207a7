import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeFileAtomic } from "../base/atomic-write.ts";
import { codeOf, messageOf, UserError } from "../base/errors.ts";
import { decodeUtf8 } from "../base/lines.ts";
import { explainJson } from "../base/rows/explain-json.ts";
import type { Baseline, BaselineRow } from "../domain/comparison.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { decodeHeader, decodeRow } from "./decode-baseline.ts";
import { encodeBaseline } from "./encode-baseline.ts";
import { recordOf } from "./schema-version.ts";

const MEND = "restore the file, or save it again: evals baseline save <run>";

/** Writes a baseline whole or not at all, its folder too where it is missing. */
export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, [...encodeBaseline(baseline)].join(""));
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new UserError("baseline_not_writable", `${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * Reads a baseline, in the layout that `writeBaseline` gives it or any other that is the same JSON.
 * @throws UserError `baseline_not_found`, or `invalid_baseline` with file and line
 */
export async function readBaseline(path: string): Promise<Baseline> {
  const text = await readText(path);
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch (error) {
    throw invalid(path, faultLine(text, error), `not valid JSON (${explainJson(text, error).message})`);
  }
  const { header, rows } = open(path, document);
  const lineOf = ownLayout(text, rows.length) ? (index: number) => index + 2 : () => null;
  const seen = new Map<string, number>();
  const decoded: BaselineRow[] = [];
  for (const [index, value] of rows.entries()) {
    const line = lineOf(index);
    let row: BaselineRow;
    try {
      row = decodeRow(value);
    } catch (error) {
      throw invalid(path, line, messageOf(error), `rows[${index}]`);
    }
    const key = `${row.caseId}\n${row.candidate}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      const where = lineOf(earlier) === null ? `rows[${earlier}]` : `line ${lineOf(earlier)}`;
      throw invalid(path, line, `case ${row.caseId} of ${row.candidate} is there twice (${where})`, `rows[${index}]`);
    }
    seen.set(key, index);
    decoded.push(row);
  }
  return { ...header, rows: decoded };
}

async function readText(path: string): Promise<string> {
  try {
    return decodeUtf8(await readFile(path)).replace(/^\uFEFF/, "");
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new UserError("baseline_not_found", `there is no baseline ${path}; evals baseline save <run> makes one`);
    throw invalid(path, null, `it cannot be read (${messageOf(error)})`);
  }
}

function open(path: string, document: Json): { header: Omit<Baseline, "rows">; rows: readonly Json[] } {
  try {
    const record: JsonObject = recordOf(document, "evals.baseline");
    const header = decodeHeader(record);
    if (!Array.isArray(record.rows)) throw new TypeError('"rows" is missing');
    return { header, rows: record.rows as readonly Json[] };
  } catch (error) {
    throw invalid(path, 1, messageOf(error));
  }
}

/** Whether rows stand on lines of their own, so that an error can name the line. */
function ownLayout(text: string, rows: number): boolean {
  const lines = text.trimEnd().split("\n");
  return lines.length === rows + 2 && /"rows":\s*\[\s*$/.test(lines[0] ?? "");
}

/** The line that cannot be parsed: Node does not always say where, but a row stands alone on its line. */
function faultLine(text: string, thrown: unknown): number | null {
  const lines = text.trimEnd().split("\n");
  if (/"rows":\s*\[\s*$/.test(lines[0] ?? "")) {
    const broken = lines.findIndex((line, index) => index > 0 && !isRow(line, index === lines.length - 1));
    if (broken >= 0) return broken + 1;
  }
  const { position } = explainJson(text, thrown);
  return position === null ? null : text.slice(0, position).split("\n").length;
}

function isRow(line: string, last: boolean): boolean {
  if (last) return line.trim() === "]}";
  try {
    JSON.parse(line.trim().replace(/,$/, ""));
    return true;
  } catch {
    return false;
  }
}

function invalid(file: string, line: number | null, message: string, path: string | null = null): UserError {
  return UserError.ofProblems("invalid_baseline", [
    { file, line, col: line === null ? null : 1, path, message: `${message}; ${MEND}` },
  ]);
}
