import { describe, expect, it } from "vitest";
import type { ModelSpec, Prices } from "../domain/suite.ts";
import { aModelSpec, usage } from "./__fixtures__/calls.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";
import { CATALOGUE, resolvePricing } from "./pricing.ts";

const pricing = (more: Partial<ModelSpec>) => resolvePricing(aModelSpec({ model: null, ...more }));
const openai = (model: string) => pricing({ provider: "openai", model });
const anthropic = (model: string) => pricing({ provider: "anthropic", model });

describe("the catalogue", () => {
  it("prices OpenAI models, cached tokens once", async () => {
    const { costOf, match, contextWindow } = await openai("gpt-4.1-mini");
    // $0.40 in, $0.10 cached, $1.60 out per million.
    expect(costOf(usage(1000, 100))).toBeCloseTo((1000 * 0.4 + 100 * 1.6) / 1e6, 12);
    expect(costOf(usage(1000, 100, { cacheReadTokens: 600 }))).toBeCloseTo(
      (400 * 0.4 + 600 * 0.1 + 100 * 1.6) / 1e6,
      12,
    );
    // It states no price of a cache write: that is fresh input.
    expect(costOf(usage(1000, 0, { cacheWriteTokens: 600 }))).toBeCloseTo(0.0004, 12);
    // Reasoning is part of what is written already.
    expect(costOf(usage(1000, 100, { reasoningTokens: 90 }))).toBeCloseTo((1000 * 0.4 + 100 * 1.6) / 1e6, 12);
    expect(costOf(usage(0, 0))).toBe(0);
    expect(match).toMatchObject({ kind: "catalogue", matched: "gpt-4.1-mini", exact: true, catalogue: CATALOGUE });
    expect(contextWindow).toBe(1_000_000);
  });

  it("prices Anthropic models, cache reads and writes at their own rates", async () => {
    const { costOf } = await anthropic("claude-haiku-4-5");
    // $1 in, $0.10 read, $1.25 written, $5 out per million: 10 fresh, 900 read, 90 written, 5 out.
    const cost = costOf(usage(1000, 5, { cacheReadTokens: 900, cacheWriteTokens: 90 }));
    expect(cost).toBeCloseTo((10 * 1 + 900 * 0.1 + 90 * 1.25 + 5 * 5) / 1e6, 12);
  });

  it("prices long inputs by their tier", async () => {
    const { costOf } = await anthropic("claude-sonnet-4-5");
    expect(costOf(usage(200_000, 10))).toBeCloseTo((200_000 * 3 + 10 * 15) / 1e6, 9);
    expect(costOf(usage(300_000, 10))).toBeCloseTo((300_000 * 6 + 10 * 22.5) / 1e6, 9);
  });

  it.each([
    ["openai", "gpt-4.1-mini", "gpt-4.1-mini"],
    ["openai", "gpt-4.1-mini-2025-04-14", "gpt-4.1-mini"],
    ["openai", "GPT-4.1-mini", "gpt-4.1-mini"],
    ["openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13"],
    ["openai", "gpt-4-0613", "gpt-4"],
    ["openai", "gpt-3.5-turbo-0125", "gpt-3.5-turbo"],
    ["anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
    ["anthropic", "claude-sonnet-4-20250514", "claude-sonnet-4-0"],
    ["anthropic", "claude-3-5-haiku-latest", "claude-3-5-haiku-latest"],
  ])("knows %s %s exactly", async (provider, model, matched) => {
    expect((await pricing({ provider, model })).match).toMatchObject({ matched, exact: true });
  });

  it.each([
    ["anthropic", "claude-sonnet-5-5", "claude-sonnet-5"],
    ["openai", "gpt-5.1-codex", "gpt-5.1"],
    ["openai", "gpt-4-1106-preview", "gpt-4-turbo"],
    ["openai", "gpt-4o-mini-search-preview-2025-03-11", "gpt-4o-mini"],
    ["openai", "gpt-5-chat-latest", "gpt-5"],
  ])("says that %s %s is only like %s", async (provider, model, matched) => {
    expect((await pricing({ provider, model })).match).toMatchObject({ kind: "catalogue", matched, exact: false });
  });

  it("looks the model up whatever the base URL", async () => {
    const { match } = await pricing({ provider: "openai", model: "gpt-4o", baseUrl: "http://localhost:9/v1" });
    expect(match).toMatchObject({ kind: "catalogue", matched: "gpt-4o", exact: true });
  });
});

describe("embeddings", () => {
  it("cost what they read; one that writes is none of them", async () => {
    const { match, costOf } = await pricing({ provider: "openai", model: "text-embedding-3-small" });
    expect(match).toMatchObject({ kind: "catalogue", matched: "text-embedding-3-small" });
    expect(costOf(usage(1_000_000, 0))).toBeCloseTo(0.02, 10);
    expect([costOf(usage(1000, 1)), costOf(UNKNOWN_USAGE)]).toEqual([null, null]);
  });
});

describe("an unknown price", () => {
  it.each([
    ["openai", "gpt-99-unheard-of"],
    ["openai", "llama3:8b"],
    ["anthropic", "claude-haiku-5-5"],
    ["anthropic", "gpt-4o"],
    ["an-unknown-provider", "gpt-4o"],
    // The catalogue has these, and no price by the token.
    ["openai", "moderation"],
    ["openai", "whisper-1"],
    ["http", "gpt-4o"],
    ["module", "gpt-4o"],
    ["exec", "gpt-4o"],
    ["simulated", "gpt-4o"],
  ])("of %s %s is null, never 0", async (provider, model) => {
    const { match, costOf } = await pricing({ provider, model });
    expect(match).toEqual({ kind: "unknown" });
    expect([costOf(usage(1000, 100)), costOf(usage(0, 0)), costOf(UNKNOWN_USAGE)]).toEqual([null, null, null]);
  });

  it("is that of a model without a name", async () => {
    expect((await pricing({ provider: "openai", model: null })).match).toEqual({ kind: "unknown" });
  });

  it("of recorded outputs is theirs to state", async () => {
    const { match, costOf } = await pricing({ provider: "recorded", model: "gpt-4o" });
    expect(match).toEqual({ kind: "recorded" });
    expect(costOf(usage(10, 1))).toBeNull();
  });
});

describe("an unknown usage", () => {
  it.each([
    ["of the catalogue", null],
    ["of the suite", { kind: "tokens", input: 1, output: 2, cacheRead: null, cacheWrite: null } satisfies Prices],
  ])("has no cost at a price %s, in part neither", async (_name, prices) => {
    const { costOf } = await pricing({ provider: "openai", model: "gpt-4o", prices });
    expect(costOf(UNKNOWN_USAGE)).toBeNull();
    expect(costOf({ ...UNKNOWN_USAGE, inputTokens: 5 })).toBeNull();
    expect(costOf({ ...UNKNOWN_USAGE, outputTokens: 5 })).toBeNull();
  });

  it.each([
    ["more cached than read", usage(100, 1, { cacheReadTokens: 200 })],
    ["no number", usage(Number.NaN, 1)],
    ["less than nothing", usage(-5, 1)],
  ])("is one that contradicts itself: %s", async (_name, contradictory) => {
    for (const model of ["gpt-4.1-mini", "gpt-4"]) expect((await openai(model)).costOf(contradictory)).toBeNull();
    const prices: Prices = { kind: "tokens", input: 1, output: 2, cacheRead: 0.5, cacheWrite: null };
    expect((await pricing({ prices })).costOf(contradictory)).toBeNull();
  });
});

describe("the suite's own prices", () => {
  it("beat the catalogue, by the million tokens", async () => {
    const prices: Prices = { kind: "tokens", input: 2, output: 8, cacheRead: 0.5, cacheWrite: 2.5 };
    const { costOf, match } = await pricing({ provider: "openai", model: "gpt-4o", prices });
    expect(costOf(usage(1000, 100))).toBeCloseTo((1000 * 2 + 100 * 8) / 1e6, 12);
    expect(costOf(usage(1000, 100, { cacheReadTokens: 300, cacheWriteTokens: 200 }))).toBeCloseTo(
      (500 * 2 + 300 * 0.5 + 200 * 2.5 + 100 * 8) / 1e6,
      12,
    );
    // As run.json has it.
    expect(match).toEqual({
      kind: "suite",
      rates: { kind: "tokens", input: 2, output: 8, cache_read: 0.5, cache_write: 2.5 },
    });
  });

  it("take cached tokens for fresh ones where they state no price of theirs", async () => {
    const prices: Prices = { kind: "tokens", input: 2, output: 8, cacheRead: null, cacheWrite: null };
    const { costOf } = await pricing({ prices });
    expect(costOf(usage(1000, 0, { cacheReadTokens: 300, cacheWriteTokens: 200 }))).toBeCloseTo(0.002, 12);
  });

  it("may be by the call, or none at all", async () => {
    const byCall = await pricing({ provider: "http", prices: { kind: "per_call", usd: 0.01 } });
    expect([byCall.costOf(UNKNOWN_USAGE), byCall.costOf(usage(9, 9))]).toEqual([0.01, 0.01]);
    expect(byCall.match).toEqual({ kind: "suite", rates: { kind: "per_call", usd: 0.01 } });
    const free = await pricing({ provider: "openai", model: "gpt-4o", prices: { kind: "none" } });
    expect([free.costOf(UNKNOWN_USAGE), free.costOf(usage(9, 9))]).toEqual([0, 0]);
    expect(free.match).toEqual({ kind: "none" });
  });
});

describe("the context window", () => {
  it("is the suite's, else the catalogue's, else unknown", async () => {
    expect((await openai("gpt-4o")).contextWindow).toBe(128_000);
    expect((await pricing({ model: "gpt-4o", contextWindow: 5 })).contextWindow).toBe(5);
    expect((await openai("llama3:8b")).contextWindow).toBeNull();
    expect((await pricing({ provider: "http", contextWindow: 9 })).contextWindow).toBe(9);
    // Its price is known from the suite, its window from nobody.
    expect((await pricing({ model: "llama3:8b", prices: { kind: "none" } })).contextWindow).toBeNull();
  });
});
