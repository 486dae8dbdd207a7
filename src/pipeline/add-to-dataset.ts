import { appendFile, lstat, mkdir, open, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { codeOf, UserError } from "../base/errors.ts";
import { readRows } from "../base/rows/read-rows.ts";
import { rowToCase } from "../dataset/row-to-case.ts";
import type { JsonObject } from "../domain/json.ts";

const FOLDER = "datasets";
/** One name, no path: whatever is asked, what is written lies in `datasets/`. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*\.jsonl$/;

/** Names of the JSONL files in `datasets/`. */
export async function datasetFiles(cwd: string): Promise<readonly string[]> {
  const entries = await readdir(join(cwd, FOLDER), { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isFile() && NAME.test(entry.name) ? [entry.name] : [])).sort();
}

/**
 * Appends a case to a dataset of the working directory; an id that is taken gets `-2`, `-3`…
 * @throws UserError `bad_dataset_name`, `bad_case`
 */
export async function addToDataset(
  cwd: string,
  name: string,
  line: JsonObject,
): Promise<{ readonly file: string; readonly id: string }> {
  if (!NAME.test(name))
    throw new UserError("bad_dataset_name", `"${name}" is no name for a dataset: letters, digits, . _ - and .jsonl`);
  const path = join(cwd, FOLDER, name);
  const found = await lstat(path).catch(() => null);
  // A link may lead anywhere.
  if (found !== null && !found.isFile()) throw new UserError("bad_dataset_name", `${path} is not a file`);
  const read = rowToCase({ file: name, line: 1, value: line });
  if (read.status === "invalid")
    throw new UserError(
      "bad_case",
      `this is no case: ${read.problems.map(({ path: at, message }) => `${at} ${message}`).join("; ")}`,
    );
  const taken = new Set<string>();
  if (found !== null) for await (const { value } of readRows(path, "jsonl")) taken.add(String(value.id ?? ""));
  const wanted = read.draft.id ?? read.draft.digest.slice(0, 12);
  let id = wanted;
  for (let copy = 2; taken.has(id); copy++) id = `${wanted}-${copy}`;
  await mkdir(join(cwd, FOLDER), { recursive: true });
  const text = `${JSON.stringify({ ...line, id })}\n`;
  await appendFile(path, found === null || (await endsInNewline(path, found.size)) ? text : `\n${text}`);
  return { file: relative(cwd, path), id };
}

async function endsInNewline(path: string, size: number): Promise<boolean> {
  if (size === 0) return true;
  const handle = await open(path, "r");
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 0x0a;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return true;
    throw error;
  } finally {
    await handle.close();
  }
}
