import { describe, expect, it } from "vitest";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec, Prices } from "../domain/suite.ts";
import { aCall, aModelSpec, anError, sent } from "../provider/__fixtures__/calls.ts";
import { type Adapter, SendError } from "../provider/adapter.ts";
import type { Composition } from "../provider/compose.ts";
import { resolvePricing } from "../provider/pricing.ts";
import { Budget } from "../provider/with-budget.ts";
import { aRequest, hastyClock, type Mix, SETTINGS, WORLD } from "./__fixtures__/spend.ts";
import { boundOf } from "./bound-of.ts";
import { composeModel } from "./make-models.ts";

describe("a budget", () => {
  it("is not used up by calls that were refused: nobody bills them", async () => {
    const prices: Prices = { kind: "per_call", usd: 1 };
    const mix: Mix = { prices, maxTokens: 10, wordy: 1, failing: 0 };
    const budget = new Budget(1);
    const pricing = await resolvePricing(aModelSpec({ prices }));
    let calls = 0;
    const adapter: Adapter = {
      async send() {
        calls += 1;
        if (calls < 3) throw new SendError(anError("rate_limit", true, 429));
        return sent();
      },
    };
    const composition: Composition = {
      clock: hastyClock(),
      settings: SETTINGS,
      accounts: new Map(),
      cache: null,
      budget,
      random: () => 0,
    };
    const model = aModelSpec({ prices: mix.prices, apiKeyEnv: "none" });
    const made = { model, adapter, pricing, contentDigests: [], digest: "" };
    const provider = composeModel(made, composition, WORLD, () => {});
    const reply = await provider.call(aRequest(), { ...aCall().context, written: Promise.resolve() });
    expect(reply).toMatchObject({ status: "ok", costUsd: 1 });
    expect([calls, budget.reached]).toEqual([3, false]);
  });
});

describe("the bound of a call", () => {
  const prices: Prices = { kind: "tokens", input: 1, output: 10, cacheRead: 0.1, cacheWrite: null };
  async function bound(request: Partial<ModelRequest>, more: Partial<ModelSpec> = {}): Promise<number> {
    const model = aModelSpec({ prices, ...more });
    return boundOf(aRequest(request), model, await resolvePricing(model));
  }
  const schema = { name: "answer", schema: { type: "object", properties: { why: { type: "string" } } }, strict: true };

  it("holds the tools, the schema, the params and every image, however it is given", async () => {
    const bare = await bound({});
    const tool = { name: "refund", description: "Gives the money back", parameters: { type: "object" } };
    expect(await bound({ tools: [tool] })).toBeGreaterThan(bare + 800e-6);
    expect(await bound({ outputSchema: schema })).toBeGreaterThan(bare + 400e-6);
    expect(await bound({ params: { instructions: "Be brief. ".repeat(100) } })).toBeGreaterThan(bare + 400e-6);
    const image = (part: { url: string } | { mediaType: string; data: string }) =>
      bound({ messages: [{ role: "user", content: [{ type: "image", ...part }] }] });
    const byUrl = await image({ url: "https://example.org/x.png" });
    expect(byUrl).toBeGreaterThan(16_000e-6);
    // Not by its bytes: a photograph of a megabyte is no million tokens.
    expect(await image({ mediaType: "image/png", data: "A".repeat(1_000_000) })).toBe(byUrl);
  });

  it("holds every output token: the largest of the limits, for each of n answers", async () => {
    const outputOf = async (params: ModelRequest["params"], more: Partial<ModelSpec> = {}) =>
      ((await bound({ params }, more)) - (await bound({ params }, { ...more, prices: { ...prices, output: 0 } }))) /
      10e-6;
    expect(await outputOf({ max_tokens: 100 })).toBeCloseTo(100);
    expect(await outputOf({ max_tokens: 100, max_completion_tokens: 300 })).toBeCloseTo(300);
    expect(await outputOf({ max_tokens: 100, n: 4 })).toBeCloseTo(400);
    // What the adapter sends where nothing is stated.
    expect(await outputOf({}, { provider: "anthropic" })).toBeCloseTo(4096);
  });

  it("takes the dearest price that input can have", async () => {
    const [plain, dear] = [await bound({}), await bound({}, { prices: { ...prices, cacheWrite: 1.25 } })];
    expect(dear / plain).toBeCloseTo(1.25);
  });

  it("of an unknown price is more than any budget", async () => {
    expect(await bound({}, { prices: null, model: "a-model-that-nobody-knows" })).toBe(Number.POSITIVE_INFINITY);
  });
});
