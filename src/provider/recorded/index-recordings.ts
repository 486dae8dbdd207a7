import { UserError } from "../../base/errors.ts";
import { GrowingNumbers } from "../../base/growing-numbers.ts";
import { didYouMean } from "../../base/nearest.ts";
import { ProblemList } from "../../base/problem-list.ts";
import { getPath } from "../../base/rows/get-path.ts";
import { readRows } from "../../base/rows/read-rows.ts";
import type { Row } from "../../base/rows/row.ts";
import type { WhereProbe } from "../../base/rows/where-probe.ts";
import { Spool } from "../../base/spool.ts";
import type { DatasetFormat } from "../../domain/suite.ts";
import { ProgramOutputError } from "../program-output.ts";
import { type RecordedRow, type Recording, type RecordingFields, readRecording } from "./read-recording.ts";

/** Where recordings are read from. */
export interface RecordingSource {
  readonly paths: readonly string[];
  /** null: by extension. */
  readonly format: DatasetFormat | null;
  readonly fields: RecordingFields;
  readonly probe: WhereProbe;
}

/** Recordings by the id of their case and the repeat; their texts lie in a file when they are many. */
export class Recordings {
  readonly #spool = new Spool();
  /** Number in the spool, by `repeat id`. */
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #lines = new GrowingNumbers();
  readonly #files: { readonly name: string; readonly from: number }[] = [];

  /** null: there is none. */
  find(caseId: string, repeat: number): Recording | null {
    const number = this.#numbers.get(`${repeat} ${caseId}`);
    return number === undefined ? null : (JSON.parse(this.#spool.read(number)) as Recording);
  }

  /** Repeats recorded of a case. */
  countOf(caseId: string): number {
    return this.#counts.get(caseId) ?? 0;
  }

  /** Adds what a row says; answers what is wrong when its repeat is there already. */
  add({ id, repeat: stated, recording }: RecordedRow, row: Row): string | null {
    const count = this.countOf(id);
    let repeat = stated ?? count + 1;
    // A row without a repeat, after one that took the number it would have had.
    while (stated === null && this.#numbers.has(`${repeat} ${id}`)) repeat++;
    const earlier = this.#numbers.get(`${repeat} ${id}`);
    if (earlier !== undefined)
      return `case "${id}" has its repeat ${repeat} at ${this.#sourceOf(earlier)} already: number the repeats of a case, or none of them`;
    const number = this.#spool.count;
    this.#numbers.set(`${repeat} ${id}`, number);
    this.#counts.set(id, count + 1);
    this.#lines.push(row.line);
    if (this.#files.at(-1)?.name !== row.file) this.#files.push({ name: row.file, from: number });
    this.#spool.add(JSON.stringify(recording));
    return null;
  }

  #sourceOf(number: number): string {
    return `${this.#files.findLast((file) => file.from <= number)?.name}:${this.#lines.at(number)}`;
  }

  close(): void {
    this.#spool.close();
  }
}

/**
 * Reads recordings once and checks all of them.
 * @throws UserError `invalid_recordings` with all that is wrong (50 at most), `empty_recordings`, `no_matching_recordings`
 */
export async function indexRecordings(source: RecordingSource): Promise<Recordings> {
  const recordings = new Recordings();
  try {
    await readAll(source, recordings);
    return recordings;
  } catch (error) {
    recordings.close();
    throw error;
  }
}

async function readAll({ paths, format, fields, probe }: RecordingSource, recordings: Recordings): Promise<void> {
  const problems = new ProblemList();
  const columns = new Set(Object.values(fields));
  for (const path of paths) {
    for await (const row of readRows(path, format, {
      listColumns: [],
      onProblem: (problem) => problems.add(problem),
    })) {
      for (const column of columns) if (getPath(row.value, column) !== undefined) columns.delete(column);
      const message = probe.matches(row.value) ? addRow(row, fields, recordings) : null;
      if (message !== null) problems.add({ file: row.file, line: row.line, col: null, path: null, message });
    }
  }
  const where = paths.join(", ");
  if (probe.rowsRead > 0)
    for (const column of columns) {
      const message = `no row has a value in the column "${column}" that \`fields\` names${didYouMean(column, probe.keys)}`;
      problems.addFirst({ file: where, line: null, col: null, path: null, message });
    }
  problems.throwIfAny("invalid_recordings");
  const whole = { file: where, line: null, col: null, path: null };
  if (probe.rowsRead === 0)
    throw UserError.ofProblems("empty_recordings", [{ ...whole, message: "the file holds no recorded outputs" }]);
  if (probe.matched === 0)
    throw UserError.ofProblems("no_matching_recordings", [{ ...whole, message: probe.explain() }]);
}

/** Answers what is wrong with the row. */
function addRow(row: Row, fields: RecordingFields, recordings: Recordings): string | null {
  try {
    return recordings.add(readRecording(row, fields), row);
  } catch (error) {
    if (error instanceof ProgramOutputError) return error.message;
    throw error;
  }
}
