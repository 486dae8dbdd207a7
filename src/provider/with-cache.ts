import type { Reply } from "../domain/output.ts";
import type { CallContext, Provider } from "../domain/provider.ts";

export interface ResponseCache {
  /** null: not there, or not readable. Never rejects. What the store adds of its own is not part of the reply. */
  get(fingerprint: string): Promise<(Reply & { readonly storedAt?: string }) | null>;
  /** Never rejects. */
  set(fingerprint: string, reply: Reply): Promise<void>;
}

/** `refresh` writes only. */
export type CacheMode = "use" | "refresh";

/**
 * Replays what was asked before. Outside the limit, so a hit costs no slot. Errors are not kept.
 * @param keyOf default: the fingerprint
 */
export function withCache(
  provider: Provider,
  cache: ResponseCache,
  mode: CacheMode,
  keyOf: (context: CallContext) => string = ({ fingerprint }) => fingerprint,
): Provider {
  return {
    ...provider,
    async call(request, context) {
      const key = keyOf(context);
      const hit = mode === "use" ? await cache.get(key) : null;
      if (hit) {
        // Its attempts say when it was asked.
        const { storedAt: _, ...replayed } = hit;
        return { ...replayed, cached: true, queueMs: 0 };
      }
      const reply = await provider.call(request, context);
      if (reply.status === "ok") await cache.set(key, reply);
      return reply;
    },
  };
}
