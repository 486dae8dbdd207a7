import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import type { Json, JsonObject } from "../../domain/json.ts";
import { codeOf } from "../errors.ts";
import { decodeUtf8 } from "../lines.ts";
import { type Row, type RowOptions, raiseProblem } from "./row.ts";

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/**
 * The rows of a CSV file (RFC 4180), streamed: the first record names the columns, cells are texts, an empty cell is
 * an absent key, and a column without a name is left out. The delimiter is the one of `,` `;` tab that is most
 * frequent in the header.
 */
export async function* readCsv(file: string, options: RowOptions = {}): AsyncGenerator<Row> {
  const delimiter = detectDelimiter(await readStart(file));
  const listColumns = new Set(options.listColumns ?? ["tags"]);
  const { parse } = await import("csv-parse");
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n"],
    max_record_size: MAX_RECORD_BYTES,
  });
  const records = pipeline(Readable.from(decodedPieces(file, options)), parser, () => {});
  let header: readonly string[] | null = null;
  // csv-parse counts a CRLF inside quotes as two lines.
  let overcount = 0;
  let lastLine = 0;
  try {
    for await (const { record, info } of records as AsyncIterable<CsvRecord>) {
      const inner = record.reduce((sum, cell) => sum + count(cell, "\n"), 0);
      if (inner > 0) overcount += record.reduce((sum, cell) => sum + count(cell, "\r\n"), 0);
      lastLine = info.lines - overcount;
      const line = lastLine - inner;
      if (header === null) {
        header = record;
        if (!checkHeader(header, file, line, options)) return;
      } else if (record.length !== header.length) {
        const cells = `${record.length} ${record.length === 1 ? "cell" : "cells"}`;
        raiseProblem(
          options,
          file,
          line,
          null,
          `the row has ${cells}, the header ${header.length}: quote cells that hold "${delimiter}"`,
        );
      } else yield { value: toObject(header, record, listColumns), file: options.name ?? file, line };
    }
  } catch (error) {
    const fault = syntaxFault(error, lastLine + 1, overcount);
    if (fault === null) throw error;
    raiseProblem(options, file, fault.line, null, fault.message);
  }
}

function toObject(header: readonly string[], record: readonly string[], listColumns: ReadonlySet<string>): JsonObject {
  const entries: [string, Json][] = [];
  for (const [index, name] of header.entries()) {
    const cell = record[index] ?? "";
    if (cell === "" || name === "") continue;
    entries.push([name, listColumns.has(name) ? splitList(cell) : cell]);
  }
  return Object.fromEntries(entries);
}

function splitList(cell: string): string[] {
  return cell
    .split(/[|;]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function checkHeader(header: readonly string[], file: string, line: number, options: RowOptions): boolean {
  const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice !== undefined)
    raiseProblem(options, file, line, null, `the header names the column "${twice}" twice: rename one`);
  return twice === undefined;
}

function syntaxFault(error: unknown, recordLine: number, overcount: number): { line: number; message: string } | null {
  const line = ((error as { lines?: unknown }).lines as number) - overcount;
  switch (codeOf(error)) {
    case "CSV_QUOTE_NOT_CLOSED":
    case "CSV_MAX_RECORD_SIZE":
      return {
        line: recordLine,
        message: "a quote that opens in or after this line is never closed (was the file cut off?)",
      };
    case "INVALID_OPENING_QUOTE":
      return {
        line,
        message: 'a quote inside a cell: put the cell in quotes and double the quotes in it ("say ""hi""")',
      };
    case "CSV_INVALID_CLOSING_QUOTE":
      return { line, message: 'text after a closing quote: a quote inside a quoted cell is doubled ("say ""hi""")' };
    default:
      return null;
  }
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    return buffer.subarray(0, bytesRead).toString("utf8");
  } finally {
    await handle.close();
  }
}

/** The most frequent of `,` `;` tab outside quotes in the header; a tie goes to the first of these. */
function detectDelimiter(start: string): string {
  const counts = new Map([",", ";", "\t"].map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const char of start.trimStart()) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "\n") break;
    else if (counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/** The file as text, piece by piece, each ending at a newline, so that bytes which are not UTF-8 are found with their line. */
async function* decodedPieces(file: string, options: RowOptions): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let line = 1;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(0x0a) + 1;
    if (end > 0) {
      const piece = Buffer.concat([...rest, chunk.subarray(0, end)]);
      yield decodePiece(piece, file, line, options);
      line += countBytes(piece);
      rest = [];
    }
    if (end < chunk.length) rest.push(chunk.subarray(end));
  }
  if (rest.length > 0) yield decodePiece(Buffer.concat(rest), file, line, options);
}

function decodePiece(piece: Buffer, file: string, firstLine: number, options: RowOptions): string {
  try {
    return decodeUtf8(piece);
  } catch {
    let line = firstLine;
    let from = 0;
    const good: string[] = [];
    for (; from < piece.length; line++) {
      const newline = piece.indexOf(0x0a, from);
      const end = newline === -1 ? piece.length : newline + 1;
      try {
        good.push(decodeUtf8(piece.subarray(from, end)));
      } catch {
        raiseProblem(options, file, line, null, `line ${line} is not UTF-8: save the file as UTF-8`);
        // Reading goes on only to find what else is wrong: the line counts, its content does not.
        good.push(piece.subarray(from, end).toString("utf8"));
      }
      from = end;
    }
    return good.join("");
  }
}

function count(text: string, wanted: string): number {
  let found = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) found++;
  return found;
}

function countBytes(bytes: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) found++;
  return found;
}
