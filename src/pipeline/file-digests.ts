import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { isAbsolute } from "node:path";

/** SHA-256 (hex) of files: what a program does, or a recording holds, is in its text. What is no file is left out. */
export async function fileDigests(paths: readonly string[]): Promise<readonly string[]> {
  const digests = await Promise.all(paths.filter((path) => isAbsolute(path)).map(digestOfFile));
  return digests.filter((digest) => digest !== null);
}

async function digestOfFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
