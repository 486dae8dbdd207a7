import type { Clock } from "../../base/clock.ts";
import { Secrets } from "../../base/secrets.ts";
import type { Usage } from "../../domain/output.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { ModelSpec, Prices, RunSettings } from "../../domain/suite.ts";
import { aCall, aModelSpec, anError, sent } from "../../provider/__fixtures__/calls.ts";
import { type Adapter, SendError } from "../../provider/adapter.ts";
import type { Composition } from "../../provider/compose.ts";
import { UNKNOWN_USAGE } from "../../provider/no-call.ts";
import { resolvePricing } from "../../provider/pricing.ts";
import { Budget } from "../../provider/with-budget.ts";
import { createRandom } from "../../stats/sfc32.ts";
import { boundTokens } from "../bound-tokens.ts";
import { composeModel } from "../make-models.ts";

export const SETTINGS: RunSettings = {
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
export const WORLD = { env: {}, secrets: new Secrets() };

export const aRequest = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{ role: "user", content: "hello" }],
  input: "hello",
  params: {},
  tools: [],
  toolChoice: null,
  outputSchema: null,
  ...more,
});

/** Who sleeps has slept at once, and the time has passed: this is about money. */
export function hastyClock(): Clock {
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

export interface Mix {
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
export async function spend(seed: number, budgetUsd: number, mix: Mix, cases: number): Promise<Spent> {
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

export function aMix(random: () => number): Mix {
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
