import { describe, expect, it } from "vitest";
import { knownModels } from "./catalogue.ts";
import { CATALOGUE } from "./pricing.ts";

describe("knownModels", () => {
  it("finds every word of the query in provider/model, ignoring case", async () => {
    const found = await knownModels("OpenAI/ 4.1-MINI");
    expect(found.map(({ provider, model }) => `${provider}/${model}`)).toEqual([
      "openai/gpt-4.1-mini",
      "openrouter/openai/gpt-4.1-mini",
    ]);
    expect(found[0]).toEqual({
      provider: "openai",
      model: "gpt-4.1-mini",
      input: 0.4,
      output: 1.6,
      cacheRead: 0.1,
      cacheWrite: null,
      tiered: false,
      contextWindow: 1_000_000,
      source: CATALOGUE,
    });
    expect(await knownModels("no such model at all")).toEqual([]);
  });

  it("shows the lowest tier of a price that rises with the input", async () => {
    const [sonnet] = await knownModels("anthropic/claude-sonnet-4-5");
    expect(sonnet).toMatchObject({ input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, tiered: true });
  });

  it("has every provider of the catalogue that it names, with models", async () => {
    const all = await knownModels("");
    const providers = new Set(all.map(({ provider }) => provider));
    expect(providers.size).toBe(43);
    expect(all.length).toBeGreaterThan(1500);
    expect(new Set(all.map(({ provider, model }) => `${provider}/${model}`)).size).toBe(all.length);
  });

  it("has a price or says that it is unknown, and never that of another model", async () => {
    const all = await knownModels("");
    for (const { input, output } of all) {
      for (const price of [input, output]) expect(price === null || price >= 0).toBe(true);
    }
    const priceOf = (id: string) => all.find(({ provider, model }) => `${provider}/${model}` === id)?.input;
    expect(priceOf("openai/moderation")).toBeNull();
    // Not found by its own name, and priced all the same.
    expect(priceOf("fireworks/deepseek-r1-0528")).toBeGreaterThan(0);
  });
});
