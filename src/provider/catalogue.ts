import { CATALOGUE } from "./pricing.ts";

/** A model of the price catalogue. Prices in USD per million tokens; null: the catalogue does not say. */
export interface KnownModel {
  readonly provider: string;
  readonly model: string;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** The price rises with the length of the input: the lowest tier is shown. */
  readonly tiered: boolean;
  readonly contextWindow: number | null;
  readonly source: string;
}

/** The catalogue's own list cannot be asked for: its providers are looked up by name. */
const PROVIDERS = `
  openai anthropic google mistral deepseek x-ai groq cohere together fireworks cerebras perplexity moonshotai aws azure
  openrouter arcee avian baseten cloudflare cursor doubleword github-copilot minimax modal novita ovhcloud quicksilverpro
  typesafe voyageai zai zhipuai huggingface_cerebras huggingface_fireworks-ai huggingface_groq huggingface_hyperbolic
  huggingface_nebius huggingface_novita huggingface_nscale huggingface_ovhcloud huggingface_publicai
  huggingface_sambanova huggingface_together
`
  .trim()
  .split(/\s+/);

/** Models whose `provider/model` contains every word of the query, ignoring case; all for an empty one. */
export async function knownModels(query: string): Promise<readonly KnownModel[]> {
  const { calcPrice, findProvider } = await import("@pydantic/genai-prices");
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return PROVIDERS.flatMap((id) =>
    (findProvider({ providerId: id })?.models ?? []).flatMap((model): KnownModel[] => {
      const name = `${id}/${model.id}`.toLowerCase();
      if (!words.every((word) => name.includes(word))) return [];
      // A calculation settles which of several dated prices holds today.
      const priced = calcPrice({ input_tokens: 1, output_tokens: 1 }, model.id, { providerId: id });
      // Not every model is found by its own name; one without dated prices states them itself.
      const own = Array.isArray(model.prices) ? {} : model.prices;
      const rates = priced?.model.id === model.id ? priced.model_price : own;
      const rate = (key: string): number | null => {
        const found: unknown = rates[key];
        if (typeof found === "number") return found;
        const base = (found as { base?: unknown } | undefined)?.base;
        return typeof base === "number" ? base : null;
      };
      return [
        {
          provider: id,
          model: model.id,
          input: rate("input_mtok"),
          output: rate("output_mtok"),
          cacheRead: rate("cache_read_mtok"),
          cacheWrite: rate("cache_write_mtok"),
          tiered: Object.values(rates).some((one) => typeof one === "object" && one !== null),
          contextWindow: model.context_window ?? null,
          source: CATALOGUE,
        },
      ];
    }),
  );
}
