import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import { decodeUtf8, readLineBlocks } from "../base/lines.ts";
import type { Case } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Output } from "../domain/output.ts";
import type { Score } from "../domain/score.ts";
import { decodeCase, decodeOutput, decodeScore } from "./codec.ts";
import { keyOfLine } from "./key-of-line.ts";
import type { Place } from "./output-store.ts";
import { FILES } from "./run-folder.ts";
import { recordOf } from "./schema-version.ts";

export const readCases = (folder: string): AsyncGenerator<Case> => oneByOne(readCaseBlocks(folder));
export const readOutputs = (folder: string): AsyncGenerator<Output> => oneByOne(readOutputBlocks(folder));
export const readScores = (folder: string): AsyncGenerator<Score> => oneByOne(readScoreBlocks(folder));

async function* oneByOne<T>(blocks: AsyncIterable<Block<T>>): AsyncGenerator<T> {
  for await (const block of blocks) for (const { record } of block) yield record;
}

/** A record and the place of its line, so that a text can be read again instead of being kept. */
export interface Placed<T> {
  readonly record: T;
  readonly place: Place;
}

/** As many records as a read of the file gives: whoever goes through a whole log waits once for hundreds of them. */
export type Block<T> = readonly Placed<T>[];

/**
 * Asked once for each line, in order, with the id of its trial (of its case); null: only parsing would tell. Most lines
 * of a large log are not parsed where a part of it is wanted.
 */
export type Wanted = (id: string | null) => boolean;

/** Rejects when the file is gone: a run without its cases can say nothing. */
export async function* readCaseBlocks(folder: string, wanted?: Wanted): AsyncGenerator<Block<Case>> {
  const path = join(folder, FILES.cases);
  if (!existsSync(path)) throw new UserError("damaged_run", `${path} is missing: the run folder is damaged`);
  yield* readBlocks(folder, FILES.cases, "evals.case", decodeCase, wanted);
}
export const readOutputBlocks = (folder: string, wanted?: Wanted): AsyncGenerator<Block<Output>> =>
  readBlocks(folder, FILES.outputs, "evals.output", decodeOutput, wanted);
export const readScoreBlocks = (folder: string, wanted?: Wanted): AsyncGenerator<Block<Score>> =>
  readBlocks(folder, FILES.scores, "evals.score", decodeScore, wanted);

/**
 * The records of a log, in file order. A last line without its newline is a write that a crash cut short: it is left
 * out. Any other line that cannot be read is an error that names it.
 */
async function* readBlocks<T>(
  folder: string,
  file: string,
  schema: string,
  decode: (line: JsonObject) => T,
  wanted?: Wanted,
): AsyncGenerator<Block<T>> {
  const path = join(folder, file);
  if (!existsSync(path)) return;
  const head = Buffer.from(`{"schema":"${schema}/1","${file === FILES.cases ? "id" : "trial"}":"`);
  for await (const lines of readLineBlocks(path)) {
    const block: Placed<T>[] = [];
    for (const { bytes, number, offset, terminated } of lines) {
      if (!terminated || bytes.length === 0) continue;
      if (wanted !== undefined && !wanted(keyOfLine(bytes, head))) continue;
      try {
        const record = decode(recordOf(JSON.parse(decodeUtf8(bytes)) as Json, schema));
        block.push({ record, place: { offset, bytes: bytes.length } });
      } catch (error) {
        const message = `this line cannot be read (${messageOf(error)}); the file is damaged: restore it, or start a new run with --reuse`;
        throw UserError.ofProblems("damaged_log", [{ file: path, line: number, col: 1, path: null, message }]);
      }
    }
    yield block;
  }
}

/** How much is read at once from the end of a log. */
const TAIL = 1 << 16;
const NEWLINE = 0x0a;

/** How many bytes of a log end in whole lines; what is behind is a torn write. Read from the end. */
export async function wholeBytes(path: string): Promise<number> {
  const handle = await open(path);
  try {
    for (let end = (await handle.stat()).size; end > 0; ) {
      const start = Math.max(0, end - TAIL);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      const last = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE);
      if (last !== -1) return start + last + 1;
      end = start;
    }
    return 0;
  } finally {
    await handle.close();
  }
}
