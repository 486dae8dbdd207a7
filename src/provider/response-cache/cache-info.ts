import { open, rm } from "node:fs/promises";
import { readShard } from "./compact-shard.ts";
import { fileBytes, ownFiles, shardFiles } from "./store-files.ts";

export interface CacheInfo {
  readonly entries: number;
  /** Length of all files that are the cache's own. */
  readonly bytes: number;
  /** When the oldest and the newest entry were stored (RFC 3339); null: there is none. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

/** Reads the whole store. Rejects when the folder cannot be read; a missing one is empty. */
export async function readCacheInfo(folder: string): Promise<CacheInfo> {
  let entries = 0;
  let oldest: string | null = null;
  let newest: string | null = null;
  for (const path of await shardFiles(folder)) {
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      for (const { storedAt } of (await readShard(handle, size)).values()) {
        entries += 1;
        if (oldest === null || storedAt < oldest) oldest = storedAt;
        if (newest === null || storedAt > newest) newest = storedAt;
      }
    } finally {
      await handle.close();
    }
  }
  return { entries, bytes: await totalBytes(await ownFiles(folder)), oldest, newest };
}

/** Removes the cache's own files and nothing else; gives what there was. Other processes may be using it. */
export async function clearCache(folder: string): Promise<CacheInfo> {
  const before = await readCacheInfo(folder);
  await Promise.all((await ownFiles(folder)).map((path) => rm(path, { force: true })));
  return before;
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(fileBytes));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
