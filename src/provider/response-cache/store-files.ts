import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../base/errors.ts";

/** Replies are spread over so many files by the first bits of their key. Part of the form: changing it is a new version. */
export const SHARDS = 256;

const SHARD_FILE = /^replies-[0-9a-f]{2}\.v1\.jsonl$/;
/** Files of every version, and what a killed process leaves behind. Nothing else in the folder is ours to remove. */
const OWN_FILE = /^(replies-[0-9a-f]{2}\.v\d+\.jsonl(\.[0-9a-f]{12}\.tmp)?|evicting\.lock)$/;
export const LEFT_OVER = /^replies-.*\.[0-9a-f]{12}\.tmp$/;
export const LOCK = "evicting.lock";

/** The file that holds a key (64 hex digits). */
export function shardNumber(key: string): number {
  return Number.parseInt(key.slice(0, 2), 16) % SHARDS;
}

export function shardPath(folder: string, shard: number): string {
  return join(folder, `replies-${shard.toString(16).padStart(2, "0")}.v1.jsonl`);
}

/** Paths of the shards that are there. A missing folder has none; rejects when it cannot be read. */
export async function shardFiles(folder: string): Promise<string[]> {
  return (await filesOf(folder)).filter((name) => SHARD_FILE.test(name)).map((name) => join(folder, name));
}

/** Paths of everything that the cache has made here, whichever its version. */
export async function ownFiles(folder: string): Promise<string[]> {
  return (await filesOf(folder)).filter((name) => OWN_FILE.test(name)).map((name) => join(folder, name));
}

export async function filesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Bytes of all shards together. */
export async function storeBytes(folder: string): Promise<number> {
  const sizes = await Promise.all((await shardFiles(folder)).map(fileBytes));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes of a file; 0: it is gone. */
export async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

/** Nothing is there, or a file stands where the folder should be. */
export function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
