import { expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import { createRandom } from "../stats/sfc32.ts";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import { aCall, aModelSpec, request } from "./__fixtures__/calls.ts";
import { SETTINGS } from "./__fixtures__/service.ts";
import { composeProvider } from "./compose.ts";
import { openai } from "./openai.ts";

/** Calls a fake server over HTTP, with twice as many in flight as there can be slots. */
async function callAll(limits: NonNullable<Parameters<typeof startFakeServer>[0]>["limits"], count: number) {
  const server = await startFakeServer({ reply: () => ({ text: "ok", latencyMs: 25 }), ...(limits ? { limits } : {}) });
  const model = aModelSpec({ baseUrl: `${server.baseUrl}/v1` });
  const tools = { env: {}, apiKey: "sk-none", timeoutMs: 60_000, seed: 1, baseDir: "/", mask: (text: string) => text };
  const adapter = await openai.create(model, tools);
  const run = {
    clock: systemClock,
    settings: SETTINGS,
    accounts: new Map(),
    cache: null,
    budget: null,
    random: createRandom(1),
  };
  const made = { model, adapter, account: "one", cached: false, calls: true, costOf: () => null, boundOf: () => 0 };
  const provider = composeProvider({ ...made, mask: (text) => text, onStop: () => {} }, run);
  try {
    let [next, good] = [0, 0];
    const lane = async () => {
      while (next < count) {
        const messages = [{ role: "user" as const, content: `q ${next++}` }];
        const context = { ...aCall().context, written: Promise.resolve() };
        if ((await provider.call({ ...request, messages }, context)).status === "ok") good += 1;
      }
    };
    await Promise.all(Array.from({ length: 2 * SETTINGS.concurrency }, lane));
    return { good, stats: server.stats };
  } finally {
    await adapter.close?.();
    await server.close();
  }
}

it("finds a server's number of calls at once, and answers every call", async () => {
  const { good, stats } = await callAll({ concurrency: 6 }, 300);
  expect(good).toBe(300);
  expect(stats.maxServing).toBe(6);
  expect(stats.refused.concurrency).toBeLessThan(60);
  expect(Object.values(stats.keys).filter((one) => one.good !== 1)).toEqual([]);
});

it("sends nothing again before its Retry-After has passed", async () => {
  // One at a time and five a second: two calls at once are one too many, however slow the machine.
  const { good, stats } = await callAll({ rpm: 300, burstS: 0.2, headers: "retry-after" }, 6);
  expect(good).toBe(6);
  expect(stats.refused.requests).toBeGreaterThan(0);
  expect(stats.earlyRetries).toEqual([]);
});
