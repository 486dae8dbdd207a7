import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import { DATA_EXTENSIONS, formatOf } from "../base/rows/read-rows.ts";
import type { DatasetFormat } from "../domain/suite.ts";

/**
 * The files of a dataset in the order written; a folder means its data files in name order (not those of folders in
 * it). With an explicit format it means the files whose extension names that format.
 * @throws UserError `empty_dataset` for a folder without data files
 */
export async function expandPaths(
  paths: readonly string[],
  format: DatasetFormat | null,
  show: (path: string) => string,
): Promise<readonly string[]> {
  const expanded = await Promise.all(paths.map((path) => expandPath(path, format, show)));
  return expanded.flat();
}

async function expandPath(
  path: string,
  format: DatasetFormat | null,
  show: (path: string) => string,
): Promise<readonly string[]> {
  // A missing file is reported by whoever opens it, in one form.
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => {
    const named = formatOf(name);
    return !name.startsWith(".") && named !== undefined && (format === null || named === format);
  });
  if (names.length > 0) return names.sort().map((name) => join(path, name));
  const message = `the folder holds no data files (${DATA_EXTENSIONS.join(" ")})`;
  throw UserError.ofProblems("empty_dataset", [{ file: show(path), line: null, col: null, path: null, message }]);
}
