import type { JsonObject } from "../../domain/json.ts";
import type { Problem } from "../../domain/problem.ts";
import { UserError } from "../errors.ts";

/** One record of a data file. */
export interface Row {
  readonly value: JsonObject;
  readonly file: string;
  /** From 1: the first physical line of the record; in Parquet, which has no lines, the number of the row. */
  readonly line: number;
}

export interface RowOptions {
  /** Columns whose CSV cells are lists, split at `|` or `;`. */
  readonly listColumns?: readonly string[];
  /** Takes a record that cannot be read, and reading goes on after it. Without it the first one throws. */
  readonly onProblem?: (problem: Problem) => void;
  /** What rows and problems call the file; default: its path. */
  readonly name?: string;
}

/** Hands a problem to whoever collects them, or throws it. */
export function raiseProblem(
  options: RowOptions,
  file: string,
  line: number | null,
  col: number | null,
  message: string,
): void {
  const problem: Problem = { file: options.name ?? file, line, col, path: null, message };
  if (options.onProblem === undefined) throw UserError.ofProblems("invalid_data", [problem]);
  options.onProblem(problem);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
