import { messageOf } from "../../base/errors.ts";
import type { Reply } from "../../domain/output.ts";
import type { ResponseCache } from "../with-cache.ts";
import { encodeReply, type KeptReply, keyOf } from "./entry.ts";
import { evict } from "./evict.ts";
import { Shard } from "./shard.ts";
import { SHARDS, shardNumber, shardPath, storeBytes } from "./store-files.ts";

/**
 * The response cache as users have it: one folder, shared by any number of processes, without a native package.
 *
 * Form: 256 append-only JSONL files ("shards"), chosen by the first byte of the key; a process makes an index of a shard
 * when it is first asked for one of its keys. Chosen by measuring 100,000 replies of 1.2 KB, 32 at a time, on two cores
 * (Node 20, nothing fsynced), against a file per key:
 *
 *                                   shards            file per key
 *     set, one second               27,000-29,000     12,700
 *     get, one second               33,000-35,000     20,800
 *     on disk                       123 MB            403 MB (4 KB blocks)
 *     removing all of it            0.04 s            1.8 s
 *     first 10 gets of a process    0.05-0.08 s       0.03 s; 0.2 s with 1.2 million replies in 1 GiB of shards
 *     memory an entry               35-46 B           0
 *
 * With the machine's disk and cores overloaded the gap was wider (set 23,000 against 3,800).
 * One log for all keys (or one a process) would have to be read whole before the first get: 1.5 to 2.3 s for 0.75 GB.
 *
 * Nothing is fsynced: a reply that a power cut takes is called again. What is damaged fails its checksum and is a miss.
 * Eviction drops what was used longest ago, down to 80% of the bound: about 10 s at 1 GiB, once in some 250,000 replies;
 * the set that finds the store too large waits for it, others go on. A use is noted (118 bytes) once a minute at most,
 * and only while the store is over half full. Of two replies of one key that are stored while their shard is being
 * compacted, the older may stay. On a network file system that does not append atomically two processes may damage each
 * other's lines: misses, never wrong replies.
 */

export interface ResponseCacheOptions {
  /** Bound of the files' lengths together, bytes; 1 GiB unless told. */
  readonly maxBytes?: number;
  /** Told once, of the first thing that could not be read or written. */
  readonly onProblem?: (text: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const DEFAULT_MAX_BYTES = 2 ** 30;

/** A cache whose replies say since when they are kept. */
export interface StoredReplies extends ResponseCache {
  get(fingerprint: string): Promise<KeptReply | null>;
}

/** No single reply may take more of the bound than this. */
const LARGEST_SHARE = 1 / 8;
/** How much of the bound a process writes before it looks at the whole again; so far the bound may be overstepped. */
const LOOK_AFTER_SHARE = 1 / 64;
/**
 * What may be written while an eviction is under way, of the bound; beyond it replies are not kept until there is room
 * again, lest many fast writers outrun one evictor. It takes megabytes of replies a second to get there.
 */
const OUTRUN_SHARE = 1 / 16;
/** A use is noted again after so long: how exact the order of eviction is. */
const USE_NOTED_AFTER_MS = 60_000;
/** Files are closed after so long without use; nothing needs to be closed at the end of a run. */
const IDLE_MS = 1000;

export function createResponseCache(folder: string, options: ResponseCacheOptions = {}): StoredReplies {
  const { maxBytes = DEFAULT_MAX_BYTES, onProblem, now = Date.now } = options;
  const shards = Array.from({ length: SHARDS }, (_, number) => new Shard(shardPath(folder, number)));
  const shardOf = (key: string) => shards[shardNumber(key)] ?? new Shard(shardPath(folder, shardNumber(key)));
  const stamp = () => new Date(now()).toISOString();
  const rest = restWhenIdle(shards);

  let told = false;
  const tell = (what: string, error: unknown) => {
    if (!told) onProblem?.(`${what} (${folder}): ${messageOf(error)}; the run goes on without`);
    told = true;
  };

  /** Bytes of the whole store; null: not looked yet. */
  let size: number | null = null;
  let writtenSince = 0;
  let evicting = false;
  /** At the last look the store was far beyond its bound: another process is evicting. */
  let full = false;
  const lookAtSize = async () => {
    size ??= await storeBytes(folder);
    if (size > maxBytes) writtenSince = maxBytes;
    return size;
  };
  const keepUnderBound = async () => {
    if (evicting || (!full && size !== null && writtenSince < maxBytes * LOOK_AFTER_SHARE)) return;
    evicting = true;
    try {
      writtenSince = 0;
      size = await evict(folder, maxBytes, now);
      full = size > maxBytes * (1 + OUTRUN_SHARE);
    } finally {
      evicting = false;
    }
  };
  /** That it fails costs nothing but the order of eviction. */
  const touch = async (key: string) => {
    writtenSince += await shardOf(key).touch(key, stamp());
    await keepUnderBound();
  };

  return {
    async get(fingerprint) {
      rest();
      const key = keyOf(fingerprint);
      try {
        const found = await shardOf(key).get(key);
        if (found === null) return null;
        // Only where something will have to go soon does it matter what was used.
        if (now() - found.usedAt * 1000 > USE_NOTED_AFTER_MS && (await lookAtSize()) > maxBytes / 2) {
          await touch(key).catch(() => {});
        }
        return found.kept;
      } catch (error) {
        tell("replies cannot be read from the response cache", error);
        return null;
      }
    },
    async set(fingerprint: string, reply: Reply) {
      rest();
      const key = keyOf(fingerprint);
      try {
        const line = encodeReply(key, stamp(), reply);
        if (line.length > maxBytes * LARGEST_SHARE) return;
        if (full) await keepUnderBound();
        if (full || (evicting && writtenSince > maxBytes * OUTRUN_SHARE)) return;
        writtenSince += await shardOf(key).append(key, line);
        await keepUnderBound();
      } catch (error) {
        tell("replies cannot be kept in the response cache", error);
      }
    },
  };
}

/** Gives what is to be called with every use. */
function restWhenIdle(shards: readonly Shard[]): () => void {
  let timer: NodeJS.Timeout | null = null;
  let used = false;
  const look = () => {
    timer = null;
    if (used) return arm();
    for (const shard of shards) shard.rest().catch(() => {});
  };
  const arm = () => {
    used = false;
    timer = setTimeout(look, IDLE_MS).unref();
  };
  return () => {
    used = true;
    if (timer === null) arm();
  };
}
