import { open, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../base/errors.ts";
import { compactShard, readShard } from "./compact-shard.ts";
import { filesOf, LEFT_OVER, LOCK, shardFiles, storeBytes } from "./store-files.ts";

/** What is left after an eviction, of the bound: the next is then far enough away to be worth it. */
const KEPT_SHARE = 0.8;
/** Entries whose times are looked at: keys are digests, so the first shards are a fair sample of all. */
const SAMPLE = 100_000;
/** A lock that was not renewed for so long is a dead process's. It is renewed with every shard. */
const LOCK_STALE_MS = 60_000;

/**
 * Brings the store under its bound by dropping what was used longest ago, in one process at a time. Resolves with the
 * bytes that are there then. `maxBytes` bounds the files' lengths.
 */
export async function evict(folder: string, maxBytes: number, now: () => number): Promise<number> {
  const bytes = await storeBytes(folder);
  if (bytes <= maxBytes || !(await takeLock(folder, now))) return bytes;
  try {
    await removeLeftOvers(folder);
    const shards = await shardFiles(folder);
    const cutoff = await cutoffOf(shards, bytes, maxBytes * KEPT_SHARE);
    for (const path of shards) {
      await compactShard(path, cutoff).catch((error: unknown) => {
        // Cleared meanwhile.
        if (codeOf(error) !== "ENOENT") throw error;
      });
      await renewLock(folder, now);
    }
  } finally {
    await rm(join(folder, LOCK), { force: true });
  }
  return storeBytes(folder);
}

/** The time up to which entries have to go; "": only what is superseded has. */
async function cutoffOf(shards: readonly string[], total: number, target: number): Promise<string> {
  const seen: { readonly usedAt: string; readonly bytes: number }[] = [];
  let sampledBytes = 0;
  for (const path of shards) {
    if (seen.length >= SAMPLE) break;
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      for (const { usedAt, bytes } of (await readShard(handle, size)).values()) seen.push({ usedAt, bytes });
      sampledBytes += size;
    } finally {
      await handle.close();
    }
  }
  seen.sort((a, b) => (a.usedAt < b.usedAt ? 1 : a.usedAt > b.usedAt ? -1 : 0));
  let room = (target * sampledBytes) / total;
  for (const { usedAt, bytes } of seen) {
    room -= bytes;
    if (room < 0) return usedAt;
  }
  return "";
}

async function takeLock(folder: string, now: () => number): Promise<boolean> {
  const path = join(folder, LOCK);
  for (const last of [false, true]) {
    try {
      await (await open(path, "wx")).close();
      return true;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      const held = await stat(path).catch(() => null);
      if (last || (held !== null && now() - held.mtimeMs < LOCK_STALE_MS)) return false;
      await rm(path, { force: true });
    }
  }
  return false;
}

async function renewLock(folder: string, now: () => number): Promise<void> {
  const seconds = now() / 1000;
  await utimes(join(folder, LOCK), seconds, seconds).catch(() => {});
}

/** Half-written shards of a process that was killed; nobody else writes while the lock is ours. */
async function removeLeftOvers(folder: string): Promise<void> {
  const names = (await filesOf(folder)).filter((name) => LEFT_OVER.test(name));
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}
