import { describe, expect, it } from "vitest";
import type { Clock } from "../base/clock.ts";
import { Secrets } from "../base/secrets.ts";
import type { Usage } from "../domain/output.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec, Prices, RunSettings } from "../domain/suite.ts";
import { aCall, aModelSpec, anError, sent } from "../provider/__fixtures__/calls.ts";
import { type Adapter, SendError } from "../provider/adapter.ts";
import type { Composition } from "../provider/compose.ts";
import { UNKNOWN_USAGE } from "../provider/no-call.ts";
import { resolvePricing } from "../provider/pricing.ts";
import { Budget } from "../provider/with-budget.ts";
import { createRandom } from "../stats/sfc32.ts";
import { boundOf } from "./bound-of.ts";
import { boundTokens } from "./bound-tokens.ts";
import { composeModel } from "./make-models.ts";

const SETTINGS: RunSettings = {
  concurrency: 8,
  timeoutS: 60,
  totalTimeoutS: 1e9,
  maxAttempts: 3,
  repeats: 1,
  seed: 1,
  maxErrorRate: 1,
  maxUngradedRate: 1,
  budgetUsd: null,
};
const WORLD = { env: {}, secrets: new Secrets() };

const aRequest = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{ role: "user", content: "hello" }],
  input: "hello",
  params: {},
  tools: [],
  toolChoice: null,
  outputSchema: null,
  ...more,
});

/** Who sleeps has slept at once, and the time has passed: this is about money. */
function hastyClock(): Clock {
  let time = 0;
  return {
    now: () => Date.UTC(2026, 0, 1) + time,
    monotonic: () => time,
    sleep: (ms) => {
      time += ms;
      return Promise.resolve();
    },
  };
}

/** What really was billed, whether or not anybody was told. */
interface Bill {
  usd: number;
  calls: number;
}

interface Mix {
  readonly prices: Prices;
  readonly maxTokens: number;
  /** Share of `max_tokens` that answers use. */
  readonly wordy: number;
  /** Share of calls that fail, each in one of several ways. */
  readonly failing: number;
}

/** An API that bills what it reads and writes: for answers cut off on the way, too, and for answers that are none. */
function billingAdapter(mix: Mix, costOf: (usage: Usage) => number | null, random: () => number, bill: Bill): Adapter {
  return {
    async send(request) {
      bill.calls += 1;
      for (let turn = 0; turn < random() * 8; turn++) await null;
      const text = request.messages.map(({ content }) => String(content)).join("");
      const usage: Usage = {
        ...UNKNOWN_USAGE,
        inputTokens: Math.max(1, Math.floor(boundTokens(text) * (0.2 + 0.8 * random()))),
        outputTokens: Math.floor(mix.maxTokens * Math.min(1, mix.wordy * 2 * random())),
      };
      const [fails, way] = [random() < mix.failing, random()];
      if (fails && way < 0.3) throw new SendError(anError("rate_limit", true, 429));
      bill.usd += costOf(usage) ?? 0;
      if (!fails) return sent({ usage });
      if (way < 0.6) throw new SendError(anError("bad_response", true, 200), { usage });
      if (way < 0.8) throw new SendError(anError("network", true));
      return sent({ usage: UNKNOWN_USAGE });
    },
  };
}

interface Spent {
  readonly billed: number;
  readonly reported: number;
  readonly reached: boolean;
  readonly refused: number;
}

/** Calls a candidate and a judge, eight cases at a time, until everything is done or the budget says no. */
async function spend(seed: number, budgetUsd: number, mix: Mix, cases: number): Promise<Spent> {
  const random = createRandom(seed);
  const budget = new Budget(budgetUsd);
  const composition: Composition = {
    clock: hastyClock(),
    settings: SETTINGS,
    accounts: new Map(),
    cache: null,
    budget,
    random,
  };
  const bill: Bill = { usd: 0, calls: 0 };
  const made = async (id: string) => {
    const model: ModelSpec = aModelSpec({ id, provider: "openai", model: "x", prices: mix.prices, apiKeyEnv: "none" });
    const pricing = await resolvePricing(model);
    const adapter = billingAdapter(mix, pricing.costOf, random, bill);
    return composeModel({ model, adapter, pricing, contentDigests: [], digest: "" }, composition, WORLD, () => {});
  };
  const providers = [await made("candidate"), await made("judge")];
  let reported = 0;
  let refused = 0;
  let next = 0;
  const worker = async () => {
    while (next < cases && !budget.reached) {
      const content = "a case of some words, ".repeat(1 + ((next++ * 7) % 20));
      const request = aRequest({ messages: [{ role: "user", content }], params: { max_tokens: mix.maxTokens } });
      for (const provider of providers) {
        const reply = await provider.call(request, { ...aCall().context, written: Promise.resolve() });
        reported += reply.costUsd ?? 0;
        if (reply.status === "error" && reply.error.kind === "budget") refused += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { billed: bill.usd, reported, reached: budget.reached, refused };
}

function aMix(random: () => number): Mix {
  const price = () => 10 ** (random() * 4 - 2);
  const prices: Prices =
    random() < 0.1
      ? { kind: "per_call", usd: price() / 1000 }
      : {
          kind: "tokens",
          input: price(),
          output: price(),
          cacheRead: null,
          cacheWrite: random() < 0.3 ? price() : null,
        };
  return {
    prices,
    maxTokens: Math.ceil(10 ** (random() * 3.5)),
    wordy: random(),
    failing: random() < 0.5 ? 0 : random() * 0.6,
  };
}

describe("a budget", () => {
  it("is never passed, in 500 mixes of prices, tokens and failures", async () => {
    const random = createRandom(20_261_122);
    let reached = 0;
    for (let mix = 0; mix < 500; mix++) {
      const drawn = aMix(random);
      const whole = await spend(mix, Number.MAX_VALUE, drawn, 40);
      // From much too little to more than enough.
      const budgetUsd = whole.billed * 10 ** (random() * 2 - 1.5);
      const spent = await spend(mix, budgetUsd, drawn, 40);
      const told = JSON.stringify({ mix, drawn, budgetUsd, spent });
      expect(spent.billed, told).toBeLessThanOrEqual(budgetUsd + 1e-9);
      expect(spent.reported, told).toBeLessThanOrEqual(spent.billed + 1e-9);
      expect(spent.refused > 0, told).toBe(spent.reached);
      if (spent.reached) reached += 1;
    }
    expect(reached).toBeGreaterThan(200);
  }, 60_000);

  it("is used: at least 80% of it, when the work would cost twice as much and single calls are small", async () => {
    const random = createRandom(7);
    for (let mix = 0; mix < 50; mix++) {
      const drawn = { ...aMix(random), maxTokens: 50, failing: mix % 2 === 0 ? 0 : 0.05 };
      const whole = await spend(mix, Number.MAX_VALUE, drawn, 400);
      const spent = await spend(mix, whole.billed / 2, drawn, 400);
      expect(spent.reached).toBe(true);
      expect(spent.billed / (whole.billed / 2), JSON.stringify(drawn)).toBeGreaterThan(0.8);
    }
  }, 60_000);

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
