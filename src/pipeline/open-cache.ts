import { createResponseCache, type StoredReplies } from "../provider/response-cache/create-response-cache.ts";
import { parseMaxBytes } from "../provider/response-cache/max-bytes.ts";
import type { World } from "./options.ts";

/** The response cache of a run. `EVALS_CACHE_MAX_MB` that says nothing of use is told of, and stops no run. */
export function openCache({ cacheFolder, env }: World, onNote: (text: string) => void): StoredReplies {
  const maxBytes = parseMaxBytes(env.EVALS_CACHE_MAX_MB);
  if (maxBytes === null) {
    onNote(`EVALS_CACHE_MAX_MB is "${env.EVALS_CACHE_MAX_MB}", which is no number of megabytes; 1024 is used`);
  }
  return createResponseCache(cacheFolder, { onProblem: onNote, ...(maxBytes == null ? {} : { maxBytes }) });
}
