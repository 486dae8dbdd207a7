import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeFileAtomic } from "../base/atomic-write.ts";
import type { Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";

export interface ResponseCache {
  /** null: not there, or not readable. Never rejects. */
  get(fingerprint: string): Promise<Reply | null>;
  /** Never rejects. */
  set(fingerprint: string, reply: Reply): Promise<void>;
}

/** `refresh` writes only. */
export type CacheMode = "use" | "refresh";

/** Replays what was asked before. Outside the limit, so a hit costs no slot. Errors are not kept. */
export function withCache(provider: Provider, cache: ResponseCache, mode: CacheMode): Provider {
  return {
    ...provider,
    async call(request, context) {
      const hit = mode === "use" ? await cache.get(context.fingerprint) : null;
      if (hit) return { ...hit, cached: true, queueMs: 0 };
      const reply = await provider.call(request, context);
      if (reply.status === "ok") await cache.set(context.fingerprint, reply);
      return reply;
    },
  };
}

/** Of the files' form: another one's files are misses. */
const VERSION = 1;

/** One file a reply: written to a temporary name and renamed, so that several processes may share the folder. */
export function createFileCache(folder: string): ResponseCache {
  const pathOf = (fingerprint: string) => {
    const hex = fingerprint.replace(/^sha256:/, "");
    return join(folder, hex.slice(0, 2), `${hex.slice(2)}.json`);
  };
  return {
    async get(fingerprint) {
      try {
        const kept = JSON.parse(await readFile(pathOf(fingerprint), "utf8"));
        return kept.version === VERSION && kept.fingerprint === fingerprint ? (kept.reply as Reply) : null;
      } catch {
        // Absent, torn or foreign: a miss.
        return null;
      }
    },
    async set(fingerprint, reply) {
      const path = pathOf(fingerprint);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomic(path, JSON.stringify({ version: VERSION, fingerprint, reply }));
      } catch {
        // A cache that cannot be written (full or read-only disk) costs money later, never the run.
      }
    },
  };
}
