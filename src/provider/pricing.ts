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
      model.prices.kind === "none" ? { kind: "none" } : { kind: "suite", rates: { ...model.prices } };
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

function costFromSuite(prices: Prices): (usage: Usage) => number | null {
  if (prices.kind === "none") return () => 0;
  if (prices.kind === "per_call") return () => prices.usd;
  return (usage) => {
    if (usage.inputTokens === null || usage.outputTokens === null) return null;
    const read = usage.cacheReadTokens ?? 0;
    const write = usage.cacheWriteTokens ?? 0;
    const fresh = Math.max(0, usage.inputTokens - read - write);
    const million =
      fresh * prices.input +
      read * (prices.cacheRead ?? prices.input) +
      write * (prices.cacheWrite ?? prices.input) +
      usage.outputTokens * prices.output;
    return million / 1e6;
  };
}

async function fromCatalogue(provider: string, model: string, contextWindow: number | null): Promise<Pricing> {
  const { calcPrice } = await import("@pydantic/genai-prices");
  const probe = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider });
  if (!probe) return unknownPricing(contextWindow);
  const match: PriceMatch = {
    kind: "catalogue",
    matched: probe.model.id,
    exact: isSameModel(model, probe.model.id),
    catalogue: CATALOGUE,
    rates: JSON.parse(JSON.stringify(probe.model_price)),
  };
  return {
    match,
    contextWindow: contextWindow ?? probe.model.context_window ?? null,
    costOf(usage) {
      if (usage.inputTokens === null || usage.outputTokens === null) return null;
      const priced = calcPrice(
        {
          input_tokens: usage.inputTokens,
          output_tokens: usage.outputTokens,
          ...(usage.cacheReadTokens === null ? {} : { cache_read_tokens: usage.cacheReadTokens }),
          ...(usage.cacheWriteTokens === null ? {} : { cache_write_tokens: usage.cacheWriteTokens }),
        },
        model,
        { providerId: provider },
      );
      return priced ? priced.total_price : null;
    },
  };
}

/** The catalogue matches by prefix: anything but a date or `latest` behind the matched name may be another model. */
function isSameModel(requested: string, matched: string): boolean {
  if (requested === matched) return true;
  const rest = requested.startsWith(matched) ? requested.slice(matched.length) : null;
  return rest !== null && /^[-@](\d{8}|\d{4}-\d{2}-\d{2}|latest)$/.test(rest);
}
