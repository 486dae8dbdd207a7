import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json } from "../../domain/json.ts";

// Input and verdict pairs from the tests of other harnesses. They are not ours to ship.
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const data = resolve(root, "../shared/data");

export interface Row {
  readonly id: string;
  readonly grader: string;
  readonly name?: string;
  readonly output: Json;
  readonly expected?: Json;
  readonly value?: Json;
  readonly type?: string;
  readonly pass?: boolean;
  readonly verdict?: "C" | "I" | "N";
  readonly score?: number;
  readonly throws?: string;
  readonly params?: {
    readonly args?: readonly string[];
    readonly pattern?: string;
    readonly ignore_case?: boolean;
    readonly schema?: Json;
    readonly location?: string;
    readonly threshold?: number;
    readonly stop_words?: readonly string[];
  };
}

/** Rows of a file of ../shared/data; none, with a note, where it is absent. */
export function rowsOf<T>(file: string): readonly T[] {
  const path = resolve(data, file);
  if (!existsSync(path)) {
    process.stderr.write(`skipped: ../shared/data/${file} is not here\n`);
    return [];
  }
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

export const vectors = rowsOf<Row>("grader_vectors/vectors.jsonl");
export const textOf = (output: Json) => (typeof output === "string" ? output : JSON.stringify(output));
export const idOf = ({ id }: Row) => id.split(":").slice(-2).join(":");
