import { decodeUtf8, type Line, readLines } from "../lines.ts";
import { explainJson } from "./explain-json.ts";
import { isJsonObject, type Row, type RowOptions, raiseProblem } from "./row.ts";

/** The rows of a JSON Lines file, streamed: one object a line. Blank lines are skipped. */
export async function* readJsonl(file: string, options: RowOptions = {}): AsyncGenerator<Row> {
  for await (const line of readLines(file)) {
    const text = decodeLine(line, file, options);
    if (text === null || text.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const fault = explainJson(text, error);
      const col = fault.position === null ? null : fault.position + 1;
      raiseProblem(options, file, line.number, col, describe(line, text.trim(), fault.endsEarly, fault.message));
      continue;
    }
    if (isJsonObject(value)) yield { value, file: options.name ?? file, line: line.number };
    else
      raiseProblem(
        options,
        file,
        line.number,
        1,
        `line ${line.number} is ${kindOf(value)}, not an object: write {"input": …}`,
      );
  }
}

function decodeLine(line: Line, file: string, options: RowOptions): string | null {
  try {
    return decodeUtf8(line.bytes);
  } catch {
    raiseProblem(options, file, line.number, null, `line ${line.number} is not UTF-8: save the file as UTF-8`);
    return null;
  }
}

function describe(line: Line, text: string, endsEarly: boolean, detail: string): string {
  const start = `line ${line.number} is not valid JSON`;
  if (line.number === 1 && (text === "[" || text === "{" || (text.startsWith("[{") && endsEarly)))
    return `${start}: this looks like one JSON document over several lines; a list of objects is read with \`format: json\``;
  if (!endsEarly) return `${start}: ${detail}`;
  return line.terminated
    ? `${start}: it ends in the middle (a record must stand on one line; or was the file cut off?)`
    : `${start}: it ends in the middle (was the file cut off?)`;
}

/** `a list`, `a number`, `null`: what a JSON value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
