import { messageOf } from "../../base/errors.ts";
import type { Reply } from "../../domain/output.ts";
import type { ResponseCache } from "../with-cache.ts";
import { encodeReply, type KeptReply, keyOf } from "./entry.ts";
import { evict } from "./evict.ts";
import { Shard } from "./shard.ts";
import { SHARDS, shardNumber, shardPath, storeBytes } from "./store-files.ts";

export interface ResponseCacheOptions {
  /** Bound of the files' lengths together, bytes. */
  readonly maxBytes: number;
  /** Told once, of the first thing that could not be read or written. */
  readonly onProblem?: (text: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A cache whose replies say since when they are kept. */
export interface StoredReplies extends ResponseCache {
  get(fingerprint: string): Promise<KeptReply | null>;
}

/** No single reply may take more of the bound than this. */
const LARGEST_SHARE = 1 / 8;
/** How much of the bound a process writes before it looks at the whole again; so far the bound may be overstepped. */
const LOOK_AFTER_SHARE = 1 / 64;
/** Files are closed after so long without use; nothing needs to be closed at the end of a run. */
const IDLE_MS = 1000;

export function createResponseCache(folder: string, options: ResponseCacheOptions): StoredReplies {
  const { maxBytes, onProblem, now = Date.now } = options;
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
  const lookAtSize = async () => {
    size ??= await storeBytes(folder);
    if (size > maxBytes) writtenSince = maxBytes;
    return size;
  };
  const keepUnderBound = async () => {
    if (evicting || (size !== null && writtenSince < maxBytes * LOOK_AFTER_SHARE)) return;
    evicting = true;
    try {
      writtenSince = 0;
      size = await evict(folder, maxBytes, now);
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
        if (found.old && (await lookAtSize()) > maxBytes / 2) {
          writtenSince += await shardOf(key)
            .touch(key, stamp())
            .catch(() => 0);
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
