import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import { ProblemList } from "../base/problem-list.ts";
import { getPath } from "../base/rows/get-path.ts";
import { readRows } from "../base/rows/read-rows.ts";
import type { Row } from "../base/rows/row.ts";
import type { WherePair } from "../base/rows/where.ts";
import { WhereProbe } from "../base/rows/where-probe.ts";
import { Spool } from "../base/spool.ts";
import type { Case } from "../domain/case.ts";
import type { Problem } from "../domain/problem.ts";
import type { DatasetSpec, WhereCondition } from "../domain/suite.ts";
import { CaseIndex, placeOf, type Source } from "./case-index.ts";
import { expandPaths } from "./expand-paths.ts";
import { CASE_KEYS, rowToCase } from "./row-to-case.ts";

export interface OpenOptions {
  /** Filters of the command line, on top of the suite's: all must hold. As pairs a field may stand twice. */
  readonly extraWhere?: readonly WherePair[] | Readonly<Record<string, WhereCondition>>;
  /** Files are named from here in messages; default: by their absolute path. */
  readonly cwd?: string;
  /** Where a large dataset's cases are held while it is open; default the system's temporary folder. */
  readonly spoolDir?: string;
}

/** A dataset that was read and checked: its selected cases, in file order. `limit` is the plan's to apply. */
export interface Dataset {
  readonly count: number;
  /** SHA-256 (hex) over ids and digests of the selected cases, in file order. */
  readonly digest: string;
  /** Rows of the files, before any filter. */
  readonly rowsRead: number;
  readonly warnings: readonly Problem[];
  /** Absolute paths of the files read: folders expanded. */
  readonly files: readonly string[];
  /** A case by position, from 0. */
  read(index: number): Case;
  sourceOf(index: number): Source;
  /** Frees memory and the temporary file. */
  close(): void;
}

/**
 * Reads a dataset once and checks all of it.
 * @throws UserError `invalid_dataset` with everything wrong (50 problems at most), `empty_dataset`,
 *   `no_matching_cases`; `missing_file` and `unknown_format` from reading
 */
export async function openDataset(spec: DatasetSpec, options: OpenOptions = {}): Promise<Dataset> {
  const { cwd, extraWhere = [] } = options;
  const show = (path: string) => (cwd === undefined ? path : displayName(path, cwd));
  checkFields(spec, show);
  const files = await expandPaths(spec.paths, spec.format, show);
  const index = new CaseIndex(new Spool({ folder: options.spoolDir }));
  const extra = Array.isArray(extraWhere) ? (extraWhere as readonly WherePair[]) : Object.entries(extraWhere);
  try {
    return await readAll(spec, files, index, new WhereProbe(spec.where, extra), show);
  } catch (error) {
    index.close();
    throw error;
  }
}

async function readAll(
  spec: DatasetSpec,
  files: readonly string[],
  index: CaseIndex,
  probe: WhereProbe,
  show: (path: string) => string,
): Promise<Dataset> {
  const problems = new ProblemList();
  const columns = new Set(Object.values(spec.fields));
  const warnings: Problem[] = [];
  const shown = files.map(show);
  const rowOptions = {
    listColumns: [spec.fields.tags ?? "tags"],
    onProblem: (problem: Problem) => problems.add(problem),
  };
  for (const file of files) {
    const before = probe.rowsRead;
    for await (const row of readRows(file, spec.format, { ...rowOptions, name: show(file) })) {
      for (const column of columns) if (getPath(row.value, column) !== undefined) columns.delete(column);
      if (probe.matches(row.value)) addRow(row, spec, index, problems);
    }
    if (probe.rowsRead === before && files.length > 1) warnings.push(warn(show(file), null, "the file holds no rows"));
  }
  if (probe.rowsRead > 0)
    for (const column of columns) problems.addFirst(unusedColumn(spec, shown, column, probe.keys));
  problems.throwIfAny("invalid_dataset");
  const whole = { file: shown.join(", "), line: null, col: null, path: null };
  if (probe.rowsRead === 0)
    throw UserError.ofProblems("empty_dataset", [{ ...whole, message: "the dataset holds no rows" }]);
  if (probe.matched === 0) throw UserError.ofProblems("no_matching_cases", [{ ...whole, message: probe.explain() }]);
  const { equalLines } = index;
  if (equalLines !== null) {
    const [first, again] = [index.sourceOfId(equalLines.firstId), index.sourceOf(equalLines.index)];
    const rows = equalLines.count === 1 ? "1 row is" : `${equalLines.count} rows are`;
    const message = `${rows} equal to an earlier one (this one to ${placeOf(first)}) and without an id: told apart by -2, -3…; give rows an \`id\`, or drop the repeats`;
    warnings.push(warn(again.file, again.line, message));
  }
  return {
    count: index.count,
    digest: index.finish(),
    rowsRead: probe.rowsRead,
    warnings,
    files,
    read: (at) => index.read(at),
    sourceOf: (at) => index.sourceOf(at),
    close: () => index.close(),
  };
}

function addRow(row: Row, spec: DatasetSpec, index: CaseIndex, problems: ProblemList): void {
  const result = rowToCase(row, spec.fields);
  if (result.status === "invalid") {
    for (const problem of result.problems) problems.add(problem);
    return;
  }
  const earlier = index.add(result.draft, { file: row.file, line: row.line });
  if (earlier === null) return;
  const path = spec.fields.id ?? "id";
  const message = `"${result.draft.id}" is the id of ${placeOf(earlier)} too: ids are unique in a dataset`;
  problems.add({ file: row.file, line: row.line, col: null, path, message });
}

/** A mapping that never finds its column would leave every case without it, in silence. */
function unusedColumn(spec: DatasetSpec, files: readonly string[], column: string, keys: ReadonlySet<string>): Problem {
  const key = Object.entries(spec.fields).find(([, mapped]) => mapped === column)?.[0] ?? column;
  const hint = didYouMean(column, keys) || `; the columns are ${[...keys].join(", ")}`;
  return {
    file: files[0] ?? "",
    line: null,
    col: null,
    path: null,
    message: `no row has a value in the column "${column}" of \`fields: {${key}: ${column}}\`${hint}`,
  };
}

function checkFields(spec: DatasetSpec, show: (path: string) => string): void {
  const unknown = Object.keys(spec.fields).filter((key) => !(CASE_KEYS as readonly string[]).includes(key));
  const problems = unknown.map((key) => {
    const hint = didYouMean(key, CASE_KEYS) || `; known are ${CASE_KEYS.join(", ")}`;
    return {
      file: show(spec.paths[0] ?? ""),
      line: null,
      col: null,
      path: null,
      message: `\`fields\` maps keys of a case: unknown "${key}"${hint}`,
    };
  });
  if (problems.length > 0) throw UserError.ofProblems("invalid_dataset", problems);
}

function warn(file: string, line: number | null, message: string): Problem {
  return { file, line, col: null, path: null, message, severity: "warning" };
}
