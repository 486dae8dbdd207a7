import type { Json, JsonObject } from "../../domain/json.ts";
import { messageOf } from "../errors.ts";
import { type Row, type RowOptions, raiseProblem } from "./row.ts";

/**
 * The rows of a Parquet file, one row group in memory at a time. `line` is the number of the row. Integers beyond
 * 2^53 become text, dates RFC 3339, bytes base64; what JSON cannot hold (NaN) becomes null.
 */
export async function* readParquet(file: string, options: RowOptions = {}): AsyncGenerator<Row> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const buffer = await asyncBufferFromFile(file);
  let metadata: Awaited<ReturnType<typeof parquetMetadataAsync>>;
  try {
    metadata = await parquetMetadataAsync(buffer);
  } catch (error) {
    raiseProblem(options, file, null, null, `the file is not readable Parquet: ${messageOf(error)} (was it cut off?)`);
    return;
  }
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    let rows: Record<string, unknown>[];
    try {
      rows = await parquetReadObjects({ file: buffer, metadata, rowStart: start, rowEnd: end, compressors });
    } catch (error) {
      raiseProblem(options, file, start + 1, null, `rows ${start + 1} to ${end} cannot be read: ${messageOf(error)}`);
      return;
    }
    for (const [index, row] of rows.entries())
      yield { value: toJson(row) as JsonObject, file: options.name ?? file, line: start + index + 1 };
    start = end;
  }
}

function toJson(value: unknown): Json {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<unknown>, toJson);
  if (Array.isArray(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}
