/** Bytes of `EVALS_CACHE_MAX_MB`; undefined: not set; null: no number above 0. */
export function parseMaxBytes(text: string | undefined): number | null | undefined {
  // An empty variable is one that is not set: CI systems make them.
  if (text === undefined || text.trim() === "") return undefined;
  const megabytes = Number(text);
  return Number.isFinite(megabytes) && megabytes > 0 ? Math.floor(megabytes * 2 ** 20) : null;
}
