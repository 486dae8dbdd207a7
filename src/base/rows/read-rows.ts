import { extname } from "node:path";
import type { DatasetFormat } from "../../domain/suite.ts";
import { codeOf, messageOf, UserError } from "../errors.ts";
import { readCsv } from "./csv.ts";
import { readJson } from "./json.ts";
import { readJsonl } from "./jsonl.ts";
import { readParquet } from "./parquet.ts";
import type { Row, RowOptions } from "./row.ts";

const BY_EXTENSION: Readonly<Record<string, DatasetFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "json",
  ".csv": "csv",
  ".tsv": "csv",
  ".parquet": "parquet",
};

const READERS: Readonly<Record<DatasetFormat, (file: string, options: RowOptions) => AsyncGenerator<Row>>> = {
  jsonl: readJsonl,
  json: readJson,
  csv: readCsv,
  parquet: readParquet,
};

export const DATA_EXTENSIONS: readonly string[] = Object.keys(BY_EXTENSION);

/** The format that a file's extension names; undefined when it names none. */
export function formatOf(path: string): DatasetFormat | undefined {
  return BY_EXTENSION[extname(path).toLowerCase()];
}

/**
 * The records of a data file, in file order, streamed (but `json`, which is read whole).
 * @param format null: by extension
 * @throws UserError `unknown_format`, `missing_file`, and `invalid_data` for a record that cannot be read (unless
 *   `options.onProblem` takes it)
 */
export async function* readRows(
  path: string,
  format: DatasetFormat | null = null,
  options: RowOptions = {},
): AsyncGenerator<Row> {
  const name = options.name ?? path;
  const chosen = format ?? formatOf(path);
  if (chosen === undefined) {
    const known = `known are ${DATA_EXTENSIONS.join(" ")}; or say \`format: jsonl\` (or json, csv, parquet)`;
    throw problem("unknown_format", name, `the extension "${extname(path)}" names no data format: ${known}`);
  }
  try {
    yield* READERS[chosen](path, options);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (codeOf(error) === "ENOENT") throw problem("missing_file", name, "no such file");
    if (codeOf(error) === "EISDIR") throw problem("missing_file", name, "this is a folder, not a file");
    throw problem("unreadable_file", name, `the file cannot be read: ${messageOf(error)}`);
  }
}

function problem(kind: string, file: string, message: string): UserError {
  return UserError.ofProblems(kind, [{ file, line: null, col: null, path: null, message }]);
}
