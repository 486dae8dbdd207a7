import { readFile } from "node:fs/promises";
import { codeOf, messageOf } from "../base/errors.ts";
import type { Problem } from "../domain/problem.ts";
import { decodeText, parseSource } from "./parse-source.ts";
import { type Source, textSource } from "./source-document.ts";

export type Read =
  | { readonly status: "ok"; readonly source: Source }
  | { readonly status: "absent"; readonly message: string }
  | { readonly status: "invalid"; readonly problems: readonly Problem[] };

async function readBytes(path: string): Promise<Uint8Array | string> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return "no such file";
    if (code === "EISDIR") return "a folder, not a file";
    if (code === "EACCES" || code === "EPERM") return "the file may not be read (permissions)";
    return messageOf(error);
  }
}

/** Reads a YAML or JSON file; never throws. */
export async function readSource(path: string, file: string): Promise<Read> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") return { status: "absent", message: bytes };
  const parsed = parseSource(bytes, file);
  return parsed.ok ? { status: "ok", source: parsed.source } : { status: "invalid", problems: parsed.problems };
}

/** Reads a file as one text; never throws. */
export async function readText(path: string, file: string): Promise<Read> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") return { status: "absent", message: bytes };
  const decoded = decodeText(bytes, file);
  return typeof decoded === "string"
    ? { status: "ok", source: textSource(file, decoded) }
    : { status: "invalid", problems: [decoded] };
}
