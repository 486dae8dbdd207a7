import type { JsonObject } from "../domain/json.ts";
import type { ModelSpec, Prices } from "../domain/suite.ts";
import type { SuiteKinds } from "./kinds.ts";
import type { ModelShape } from "./model-schema.ts";

/** A path as written to the path that is kept. */
export type ResolvePath = (written: string) => string;

export function normaliseModel(shape: ModelShape, kinds: SuiteKinds, resolvePath: ResolvePath): ModelSpec {
  const kind = kinds.providers[shape.provider];
  const options: Record<string, unknown> = {};
  for (const key of Object.keys(kind?.options ?? {})) {
    const value = (shape as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) options[key] = kind?.paths.includes(key) ? resolvePaths(value, resolvePath) : value;
  }
  return {
    id: shape.id,
    provider: shape.provider,
    model: shape.model ?? null,
    params: (shape.params ?? {}) as JsonObject,
    prices: normalisePrices(shape.prices),
    concurrency: shape.concurrency ?? null,
    rpm: shape.rpm ?? null,
    tpm: shape.tpm ?? null,
    timeoutS: shape.timeout_s ?? null,
    totalTimeoutS: shape.total_timeout_s ?? null,
    maxAttempts: shape.max_attempts ?? null,
    stream: shape.stream ?? false,
    cache: shape.cache ?? null,
    contextWindow: shape.context_window ?? null,
    apiKeyEnv: shape.api_key_env ?? null,
    baseUrl: shape.base_url ?? null,
    headers: shape.headers ?? {},
    prompts: shape.prompts ?? null,
    options: options as JsonObject,
  };
}

/** A path, or a list of paths; anything else is no path and stays. */
export function resolvePaths(value: unknown, resolvePath: ResolvePath): unknown {
  if (typeof value === "string") return resolvePath(value);
  return Array.isArray(value) ? value.map((item) => resolvePaths(item, resolvePath)) : value;
}

function normalisePrices(shape: ModelShape["prices"]): Prices | null {
  if (shape === undefined) return null;
  if (shape === "none") return { kind: "none" };
  if ("per_call" in shape) return { kind: "per_call", usd: shape.per_call };
  const { input, output, cache_read, cache_write } = shape;
  return { kind: "tokens", input, output, cacheRead: cache_read ?? null, cacheWrite: cache_write ?? null };
}
