import { LineCounter, parseDocument } from "yaml";
import { decodeUtf8 } from "../base/lines.ts";
import type { Problem } from "../domain/problem.ts";
import { isRecord } from "./path.ts";
import { type Source, yamlSource } from "./source-document.ts";
import { syntaxProblems } from "./yaml-problems.ts";

export type Parsed =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** An anchor may be used this often, all levels of nesting multiplied; more is an attack (or a mistake). */
const MAX_ALIASES = 1000;

/** Parses YAML or JSON. Every mistake of its syntax is a problem with its place; nothing is thrown. */
export function parseSource(bytes: Uint8Array, file: string): Parsed {
  const decoded = decodeText(bytes, file);
  if (typeof decoded !== "string") return { ok: false, problems: [decoded] };
  // JSON may be indented with tabs, YAML may not; a tab inside a JSON string would be an error anyway.
  const text = file.endsWith(".json") ? decoded.replaceAll("\t", " ") : decoded;
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: true, resolveKnownTags: false };
  const document = parseDocument(text, { ...options, logLevel: "error" });
  const problems = syntaxProblems(document, lines, file);
  if (problems.length > 0) return { ok: false, problems };
  try {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const source = yamlSource(file, document, lines, data);
    const path = firstLoop(data, []);
    if (path === null) return { ok: true, source };
    return {
      ok: false,
      problems: [{ file, ...source.locate(path), path: null, message: "an anchor that contains itself" }],
    };
  } catch (error) {
    // What is left after the checks above: too many aliases.
    const excessive = error instanceof Error && error.message.includes("Excessive alias");
    const message = excessive
      ? `its anchors expand too far (more than ${MAX_ALIASES} uses of one); write the values out`
      : `cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, problems: [{ file, line: null, col: null, path: null, message }] };
  }
}

/** UTF-8 without its BOM, or the problem with the line that is none. */
export function decodeText(bytes: Uint8Array, file: string): string | Problem {
  try {
    return decodeUtf8(bytes).replace(/^\uFEFF/, "");
  } catch {
    return {
      file,
      line: firstBadLine(bytes),
      col: null,
      path: null,
      message: "not UTF-8; save the file with that encoding",
    };
  }
}

function firstBadLine(bytes: Uint8Array): number {
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

/** The path to a value that is inside itself; null when there is none. */
function firstLoop(value: unknown, path: (string | number)[], around = new Set<unknown>()): (string | number)[] | null {
  if (value === null || typeof value !== "object") return null;
  if (around.has(value)) return path;
  around.add(value);
  const members: [string | number, unknown][] = isRecord(value)
    ? Object.entries(value)
    : [...(value as unknown[]).entries()];
  for (const [key, member] of members) {
    const found = firstLoop(member, [...path, key], around);
    if (found !== null) return found;
  }
  around.delete(value);
  return null;
}
