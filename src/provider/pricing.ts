import { isEmbeddingModel } from "../base/is-embedding-model.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Usage } from "../domain/output.ts";
import type { PriceMatch } from "../domain/run.ts";
import type { ModelSpec, Prices } from "../domain/suite.ts";

/** What calls of a model are worth, and where the figures are from. */
export interface Pricing {
  readonly match: PriceMatch;
  /** USD; null: the price or the usage is unknown. */
  costOf(usage: Usage): number | null;
  /** Tokens that fit into the model's context; null: unknown. */
  readonly contextWindow: number | null;
}

// Providers that call no paid model by themselves: a `model:` there is a label, not a catalogue name.
const PROGRAMS = new Set(["module", "exec", "recorded", "simulated", "http"]);

/** The date of the catalogue's release: printed beside every price that comes from it. */
export const CATALOGUE = "@pydantic/genai-prices 0.1.8 (2026-09-23)";

/** The suite's own `prices` first, then the catalogue by provider and model name, whatever the base URL. */
export async function resolvePricing(model: ModelSpec): Promise<Pricing> {
  const contextWindow = model.contextWindow;
  if (model.prices) {
    const match: PriceMatch =
      model.prices.kind === "none" ? { kind: "none" } : { kind: "suite", rates: ratesOf(model.prices) };
    return { match, contextWindow, costOf: costFromSuite(model.prices) };
  }
  if (model.provider === "recorded") return { match: { kind: "recorded" }, contextWindow, costOf: () => null };
  if (PROGRAMS.has(model.provider) || model.model === null) return unknownPricing(contextWindow);
  return await fromCatalogue(model.provider, model.model, contextWindow);
}

/** Nobody said what a call costs. */
export const UNKNOWN_PRICE: PriceMatch = { kind: "unknown" };

function unknownPricing(contextWindow: number | null): Pricing {
  return { match: UNKNOWN_PRICE, contextWindow, costOf: () => null };
}

function ratesOf(prices: Exclude<Prices, { kind: "none" }>): JsonObject {
  if (prices.kind === "per_call") return { ...prices };
  const { cacheRead, cacheWrite, ...rates } = prices;
  return { ...rates, cache_read: cacheRead, cache_write: cacheWrite };
}

function costFromSuite(prices: Prices): (usage: Usage) => number | null {
  if (prices.kind === "none") return () => 0;
  if (prices.kind === "per_call") return () => prices.usd;
  return (usage) => {
    const tokens = countsOf(usage);
    if (tokens === null) return null;
    const { input, output, read, write } = tokens;
    const million =
      (input - read - write) * prices.input +
      read * (prices.cacheRead ?? prices.input) +
      write * (prices.cacheWrite ?? prices.input) +
      output * prices.output;
    return million / 1e6;
  };
}

async function fromCatalogue(provider: string, model: string, contextWindow: number | null): Promise<Pricing> {
  const { calcPrice } = await import("@pydantic/genai-prices");
  const probe = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider });
  const window = contextWindow ?? probe?.model.context_window ?? null;
  // What is not priced by the token both ways (speech) would come out as free. Embeddings write nothing.
  const readsOnly = isEmbeddingModel(model);
  if (!probe || probe.model_price.input_mtok === undefined) return unknownPricing(window);
  if (probe.model_price.output_mtok === undefined && !readsOnly) return unknownPricing(window);
  const match: PriceMatch = {
    kind: "catalogue",
    matched: probe.model.id,
    exact: isSameModel(model.toLowerCase(), probe.model.id.toLowerCase()),
    catalogue: CATALOGUE,
    rates: JSON.parse(JSON.stringify(probe.model_price)),
  };
  // Searched for once: to find the model among hundreds takes longer than the sum.
  const found = { provider: { ...probe.provider, models: [probe.model] } };
  return {
    match,
    contextWindow: window,
    costOf(usage) {
      const tokens = countsOf(usage);
      if (tokens === null) return null;
      const { input, output, read, write } = tokens;
      if (readsOnly && output > 0) return null;
      const counts = {
        input_tokens: input,
        output_tokens: output,
        cache_read_tokens: read,
        cache_write_tokens: write,
      };
      return calcPrice(counts, model, found)?.total_price ?? null;
    },
  };
}

/** null: unknown, or in contradiction with itself (more cached than read), which has no price either. */
function countsOf({ inputTokens: input, outputTokens: output, cacheReadTokens, cacheWriteTokens }: Usage) {
  const [read, write] = [cacheReadTokens ?? 0, cacheWriteTokens ?? 0];
  if (input === null || output === null || read + write > input) return null;
  const counts = { input, output, read, write };
  return Object.values(counts).every((count) => Number.isFinite(count) && count >= 0) ? counts : null;
}

/** `20250929`, `2024-08-06`, `0613` (a month and a day) or `latest`, behind a name. */
const SNAPSHOT = /[-@](\d{8}|\d{4}-\d{2}-\d{2}|(0[1-9]|1[0-2])([0-2]\d|3[01])|latest)$/;

/** The catalogue matches by prefix: anything but a date or `latest` behind the matched name may be another model. */
function isSameModel(requested: string, matched: string): boolean {
  const name = requested.replace(SNAPSHOT, "");
  // `claude-sonnet-4-20250514` is what the catalogue calls `claude-sonnet-4-0`.
  return requested === matched || name === matched || `${name}-0` === matched;
}
