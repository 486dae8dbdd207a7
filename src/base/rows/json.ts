import { readFile } from "node:fs/promises";
import { decodeUtf8 } from "../lines.ts";
import { explainJson } from "./explain-json.ts";
import { kindOf } from "./jsonl.ts";
import { isJsonObject, type Row, type RowOptions, raiseProblem } from "./row.ts";

/** The rows of a JSON file that is one array of objects. It is read whole: long data belongs into JSON Lines. */
export async function* readJson(file: string, options: RowOptions = {}): AsyncGenerator<Row> {
  const text = decodeFile(await readFile(file), file, options);
  if (text === null || text.trim() === "") return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const fault = explainJson(text, error);
    const { line, col } = place(text, fault.position ?? (fault.endsEarly ? text.length : null));
    const reason = fault.endsEarly ? "it ends in the middle (was the file cut off?)" : fault.message;
    raiseProblem(
      options,
      file,
      line,
      col,
      `the file is not valid JSON: ${reason}${looksLikeLines(text) ? "; it looks like JSON Lines: `format: jsonl`" : ""}`,
    );
    return;
  }
  if (!Array.isArray(value)) {
    raiseProblem(
      options,
      file,
      1,
      null,
      `the file holds ${kindOf(value)}, and should be one list of objects: [{"input": …}, …]`,
    );
    return;
  }
  const lines = elementLines(text);
  for (const [index, element] of value.entries()) {
    const line = lines[index] ?? 1;
    if (isJsonObject(element)) yield { value: element, file: options.name ?? file, line };
    else
      raiseProblem(options, file, line, null, `element ${index + 1} of the list is ${kindOf(element)}, not an object`);
  }
}

function decodeFile(bytes: Buffer, file: string, options: RowOptions): string | null {
  try {
    return decodeUtf8(bytes).replace(/^\uFEFF/, "");
  } catch {
    raiseProblem(options, file, firstBadLine(bytes), null, "the file is not UTF-8: save it as UTF-8");
    return null;
  }
}

/** The first line (from 1) that is not UTF-8. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline === -1 ? bytes.length : newline;
    try {
      decodeUtf8(bytes.subarray(from, end));
    } catch {
      return line;
    }
    from = end + 1;
  }
  return line;
}

function place(text: string, position: number | null): { line: number | null; col: number | null } {
  if (position === null) return { line: null, col: null };
  const before = text.slice(0, position);
  return { line: before.split("\n").length, col: position - before.lastIndexOf("\n") };
}

function looksLikeLines(text: string): boolean {
  const first = text.slice(0, 1 << 20).split("\n", 1)[0] ?? "";
  try {
    return isJsonObject(JSON.parse(first));
  } catch {
    return false;
  }
}

/** The line on which each element of a valid top-level array starts. */
function elementLines(text: string): readonly number[] {
  const lines: number[] = [];
  let depth = 0;
  let line = 1;
  let expecting = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\n") line++;
    if (char === " " || char === "\n" || char === "\r" || char === "\t") continue;
    if (expecting && char !== "]") {
      lines.push(line);
      expecting = false;
    }
    if (char === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
    } else if (char === "[" || char === "{") {
      depth++;
      if (depth === 1) expecting = true;
    } else if (char === "]" || char === "}") depth--;
    else if (char === "," && depth === 1) expecting = true;
  }
  return lines;
}
