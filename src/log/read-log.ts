import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import { decodeUtf8, readLines } from "../base/lines.ts";
import type { Case } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Output } from "../domain/output.ts";
import type { Score } from "../domain/score.ts";
import { decodeCase, decodeOutput, decodeScore } from "./codec.ts";
import type { Place } from "./output-store.ts";
import { FILES } from "./run-folder.ts";
import { recordOf } from "./schema-version.ts";

/** Rejects when the file is gone: a run without its cases can say nothing. */
export async function* readCases(folder: string): AsyncGenerator<Case> {
  const path = join(folder, FILES.cases);
  if (!existsSync(path)) throw new UserError("damaged_run", `${path} is missing: the run folder is damaged`);
  yield* readRecords(folder, FILES.cases, "evals.case", decodeCase);
}
export const readOutputs = (folder: string): AsyncGenerator<Output> =>
  readRecords(folder, FILES.outputs, "evals.output", decodeOutput);
/** The same with the place of each line, so that a text can be read again instead of being kept. */
export const readOutputsAt = (folder: string): AsyncGenerator<Placed<Output>> =>
  readPlaced(folder, FILES.outputs, "evals.output", decodeOutput);
export const readScoresAt = (folder: string): AsyncGenerator<Placed<Score>> =>
  readPlaced(folder, FILES.scores, "evals.score", decodeScore);
export const readScores = (folder: string): AsyncGenerator<Score> =>
  readRecords(folder, FILES.scores, "evals.score", decodeScore);

interface Placed<T> {
  readonly record: T;
  readonly place: Place;
}

async function* readRecords<T>(...from: Parameters<typeof readPlaced<T>>): AsyncGenerator<T> {
  for await (const { record } of readPlaced<T>(...from)) yield record;
}

/**
 * The records of a log, in file order. A last line without its newline is a write that a crash cut short: it is left
 * out. Any other line that cannot be read is an error that names it.
 */
async function* readPlaced<T>(
  folder: string,
  file: string,
  schema: string,
  decode: (line: JsonObject) => T,
): AsyncGenerator<Placed<T>> {
  const path = join(folder, file);
  if (!existsSync(path)) return;
  for await (const line of readLines(path)) {
    if (!line.terminated) return;
    if (line.bytes.length === 0) continue;
    let record: T;
    try {
      record = decode(recordOf(JSON.parse(decodeUtf8(line.bytes)) as Json, schema));
    } catch (error) {
      const message = `this line cannot be read (${messageOf(error)}); the file is damaged: restore it, or start a new run with --reuse`;
      throw UserError.ofProblems("damaged_log", [{ file: path, line: line.number, col: 1, path: null, message }]);
    }
    yield { record, place: { offset: line.offset, bytes: line.bytes.length } };
  }
}

/** How many bytes of a log end in whole lines; what is behind is a torn write. */
export async function wholeBytes(path: string): Promise<number> {
  for await (const line of readLines(path)) if (!line.terminated) return line.offset;
  return (await stat(path)).size;
}
