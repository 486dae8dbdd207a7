import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "./errors.ts";

/** Imports a user's `.ts` or `.js` file; TypeScript goes through jiti on every Node, so that it behaves alike. */
export async function loadModule(path: string): Promise<Record<string, unknown>> {
  if ([".ts", ".mts", ".cts", ".tsx"].includes(extname(path))) {
    const { createJiti } = await import("jiti");
    return (await createJiti(pathToFileURL(path).href, { interopDefault: false }).import(path)) as Record<
      string,
      unknown
    >;
  }
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
}

export interface LoadFailure {
  /** One line. */
  readonly message: string;
  /** Where in the file, from 1; null: it is not known. */
  readonly line: number | null;
  readonly col: number | null;
}

/** Why `loadModule` failed, in the user's terms. */
export async function explainLoadFailure(thrown: unknown, path: string): Promise<LoadFailure> {
  const [first = ""] = messageOf(thrown).split("\n");
  const message = first.replace(/^ParseError:\s*/, "it does not parse: ").trim();
  const stated = placeIn(messageOf(thrown), path);
  // jiti counts columns from 0, a stack from 1.
  if (stated !== null) return { message, line: stated.line, col: stated.col + 1 };
  const place = thrown instanceof SyntaxError ? await placeOfParseError(path) : placeIn(stackOf(thrown), path);
  return { message, line: place?.line ?? null, col: place?.col ?? null };
}

/** Node does not say where a SyntaxError of an imported file stands; jiti does. null: it stands in another file. */
async function placeOfParseError(path: string): Promise<{ line: number; col: number } | null> {
  const { createJiti } = await import("jiti");
  const code = createJiti(pathToFileURL(path).href).transform({ source: await readFile(path, "utf8"), filename: path });
  const match = /__JITI_ERROR__ = .*"line":(\d+),"column":(\d+)/.exec(code);
  return match === null ? null : { line: Number(match[1]), col: Number(match[2]) + 1 };
}

const stackOf = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? "") : "");

function placeIn(text: string, path: string): { line: number; col: number } | null {
  const at = text.indexOf(`${path}:`);
  const match = at < 0 ? null : /^:(\d+):(\d+)/.exec(text.slice(at + path.length));
  return match === null ? null : { line: Number(match[1]), col: Number(match[2]) };
}
