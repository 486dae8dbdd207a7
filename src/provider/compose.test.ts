import { describe, expect, it } from "vitest";
import type { CallError, Reply } from "../domain/output.ts";
import type { RunSettings } from "../domain/suite.ts";
import { aCall, aModelSpec, anAdapter, anError, deferred, request, sent, usage } from "./__fixtures__/calls.ts";
import { FakeClock, settled } from "./__fixtures__/fake-clock.ts";
import { type Adapter, SendError, type Sent } from "./adapter.ts";
import { type ComposedModel, type Composition, composeProvider } from "./compose.ts";
import { Budget } from "./with-budget.ts";
import type { ResponseCache } from "./with-cache.ts";

const MODEL = aModelSpec();
const SETTINGS: RunSettings = {
  concurrency: 2,
  timeoutS: 60,
  totalTimeoutS: 600,
  maxAttempts: 3,
  repeats: 1,
  seed: 1,
  maxErrorRate: 1,
  maxUngradedRate: 1,
  budgetUsd: null,
};

function memoryCache(): ResponseCache {
  const kept = new Map<string, Reply>();
  return {
    get: async (fingerprint) => kept.get(fingerprint) ?? null,
    set: async (fingerprint, reply) => void kept.set(fingerprint, reply),
  };
}

function aRun(more: Partial<Composition> = {}): Composition & { readonly clock: FakeClock } {
  const clock = new FakeClock();
  return {
    clock,
    settings: SETTINGS,
    accounts: new Map(),
    cache: null,
    budget: null,
    random: () => 0.5,
    ...more,
  } as Composition & { readonly clock: FakeClock };
}

function aModel(adapter: Adapter, more: Partial<ComposedModel> = {}): ComposedModel {
  return {
    model: MODEL,
    adapter,
    account: "one",
    cached: true,
    calls: true,
    costOf: ({ inputTokens }) => (inputTokens === null ? null : 0.1),
    boundOf: () => 0.5,
    mask: (text) => text,
    onStop: () => {},
    ...more,
  };
}

/** An adapter whose calls stay open until they are answered. */
function open() {
  const waiting: { resolve: (one: Sent) => void; reject: (reason: unknown) => void }[] = [];
  let started = 0;
  const adapter = anAdapter(() => {
    started += 1;
    const { promise, ...call } = deferred<Sent>();
    waiting.push(call);
    return promise;
  });
  return {
    adapter,
    answer: () => waiting.shift()?.resolve(sent({ usage: usage(10, 5) })),
    fail: (error: CallError, retryAfterMs: number | null = null) =>
      waiting.shift()?.reject(new SendError(error, { retryAfterMs })),
    get started() {
      return started;
    },
  };
}

function start(provider: ReturnType<typeof composeProvider>, fingerprint?: string) {
  const made = aCall(fingerprint);
  const state: { reply: Reply | null } = { reply: null };
  void provider.call(request, made.context).then((reply) => {
    state.reply = reply;
  });
  return { ...made, state };
}

describe("a replay", () => {
  it("takes no slot, no money and no time", async () => {
    const run = aRun({ cache: { store: memoryCache(), mode: "use" }, budget: new Budget(0.5) });
    const remote = open();
    const provider = composeProvider(aModel(remote.adapter), run);
    start(provider, "sha256:kept").written.resolve();
    await settled();
    remote.answer();
    await settled();
    // $0.40 is left: no call of $0.50 is possible any more. And both slots are taken by another model.
    const other = composeProvider(aModel(remote.adapter, { cached: false, boundOf: () => 0 }), run);
    start(other);
    start(other);
    await settled();
    const again = start(provider, "sha256:kept");
    await settled();
    expect(again.state.reply).toMatchObject({ status: "ok", cached: true, costUsd: 0.1, queueMs: 0 });
    expect(run.budget?.reached).toBe(false);
    expect(remote.started).toBe(3);
  });

  it("is of a model that is cached alone", async () => {
    const run = aRun({ cache: { store: memoryCache(), mode: "use" } });
    let calls = 0;
    const adapter = anAdapter(async () => {
      calls += 1;
      return sent();
    });
    const provider = composeProvider(aModel(adapter, { cached: false }), run);
    for (const one of [start(provider), start(provider)]) one.written.resolve();
    await settled();
    expect(calls).toBe(2);
  });

  it("comes from a stopped model too", async () => {
    const run = aRun({ cache: { store: memoryCache(), mode: "use" } });
    const remote = open();
    const provider = composeProvider(aModel(remote.adapter), run);
    start(provider, "sha256:kept").written.resolve();
    await settled();
    remote.answer();
    start(provider, "sha256:other").written.resolve();
    await settled();
    remote.fail(anError("auth"));
    await settled();
    expect(start(provider, "sha256:third").state.reply).toBeNull();
    const again = start(provider, "sha256:kept");
    await settled();
    expect(again.state.reply).toMatchObject({ status: "ok", cached: true });
  });
});

describe("a retry", () => {
  it("holds neither a slot nor money while it waits", async () => {
    const budget = new Budget(0.5);
    const run = aRun({ settings: { ...SETTINGS, concurrency: 1 }, budget });
    const remote = open();
    // $0.20 for the attempt that failed, $0.10 for the other call, $0.20 for the second attempt.
    const provider = composeProvider(aModel(remote.adapter, { boundOf: () => 0.2 }), run);
    const first = start(provider);
    const second = start(provider);
    await settled();
    expect(remote.started).toBe(1);
    remote.fail(anError("server", true, 500), 5000);
    await settled();
    expect(remote.started).toBe(2);
    remote.answer();
    second.written.resolve();
    await settled();
    expect(second.state.reply).toMatchObject({ status: "ok", queueMs: 0 });
    await run.clock.advance(4999);
    expect(remote.started).toBe(2);
    await run.clock.advance(1);
    expect(remote.started).toBe(3);
    await run.clock.advance(70);
    remote.answer();
    await settled();
    expect(first.state.reply).toMatchObject({ status: "ok", latencyMs: 70 });
    expect(first.state.reply?.attempts).toHaveLength(2);
  });

  it("reserves money for each attempt", async () => {
    const budget = new Budget(1);
    const run = aRun({ budget });
    const remote = open();
    const provider = composeProvider(aModel(remote.adapter), run);
    const call = start(provider);
    for (let attempt = 0; attempt < 3; attempt++) {
      await settled();
      remote.fail(anError("timeout", true));
      await run.clock.advance(10_000);
    }
    // Two attempts of unknown usage are settled at $0.50 each: nothing is left for a third.
    expect(remote.started).toBe(2);
    expect(call.state.reply).toMatchObject({ status: "error", error: { kind: "budget" } });
    expect(call.state.reply?.attempts).toHaveLength(2);
  });

  it("takes the model's own bounds before the run's", async () => {
    const remote = open();
    const run = aRun();
    const provider = composeProvider(aModel(remote.adapter, { model: { ...MODEL, maxAttempts: 1 } }), run);
    const call = start(provider);
    await settled();
    remote.fail(anError("server", true));
    await run.clock.advance(60_000);
    expect([remote.started, call.state.reply?.status]).toEqual([1, "error"]);
  });

  it("ends with the trial's whole time, in the middle of an attempt", async () => {
    const adapter = anAdapter(() => new Promise<never>(() => {}));
    const model = { ...MODEL, timeoutS: 30, totalTimeoutS: 0.05 };
    const call = composeProvider(aModel(adapter, { model }), aRun()).call(request, aCall().context);
    expect(await call).toMatchObject({ status: "error", error: { kind: "timeout" } });
  });
});

describe("slots", () => {
  it("are shared by the models of one account and by no others", async () => {
    const run = aRun();
    const remote = open();
    const elsewhere = open();
    const [first, second] = [aModel(remote.adapter), aModel(remote.adapter)].map((one) => composeProvider(one, run));
    const third = composeProvider(aModel(elsewhere.adapter, { account: "two" }), run);
    for (const provider of [first, first, second, second, third, third, third]) if (provider) start(provider);
    await settled();
    expect([remote.started, elsewhere.started]).toEqual([2, 2]);
  });

  it("of a model's own lie below its account's", async () => {
    const run = aRun();
    const narrow = open();
    const wide = open();
    const one = composeProvider(aModel(narrow.adapter, { model: { ...MODEL, concurrency: 1 } }), run);
    const two = composeProvider(aModel(wide.adapter, { model: { ...MODEL, concurrency: 50 } }), run);
    for (const provider of [one, one, one, two, two, two]) start(provider);
    await settled();
    expect([narrow.started, wide.started]).toEqual([1, 1]);
    narrow.answer();
    await settled();
    // Its output is not written yet.
    expect([narrow.started, wide.started]).toEqual([1, 1]);
  });
});

describe("a stopped model", () => {
  it("sends nothing that was queued already, and is told of once", async () => {
    const told: CallError[] = [];
    const run = aRun({ settings: { ...SETTINGS, concurrency: 1 }, budget: new Budget(2) });
    const remote = open();
    const provider = composeProvider(aModel(remote.adapter, { onStop: (error) => told.push(error) }), run);
    const calls = Array.from({ length: 30 }, () => start(provider));
    await settled();
    remote.fail(anError("auth", false, 401));
    for (const { written } of calls) written.resolve();
    await settled();
    await settled();
    expect(remote.started).toBe(1);
    expect(told).toEqual([anError("auth", false, 401)]);
    expect(calls.map(({ state }) => state.reply?.status)).toEqual(Array(30).fill("error"));
    expect(new Set(calls.map(({ state }) => state.reply?.status === "error" && state.reply.error.kind))).toEqual(
      new Set(["auth"]),
    );
  });

  it("does not stop another of the same account", async () => {
    const run = aRun();
    const [bad, good] = [open(), open()];
    const stopped = start(composeProvider(aModel(bad.adapter), run));
    const other = start(composeProvider(aModel(good.adapter), run));
    await settled();
    bad.fail(anError("not_found", false, 404));
    good.answer();
    await settled();
    expect([stopped.state.reply?.status, other.state.reply?.status]).toEqual(["error", "ok"]);
  });
});

it("takes a recorded error for one of its case: nothing is stopped, tried again or paid", async () => {
  const told: CallError[] = [];
  const budget = new Budget(0);
  const run = aRun({ budget });
  let calls = 0;
  const adapter = anAdapter(async () => {
    calls += 1;
    if (calls === 1) throw new SendError(anError("auth", true, 401));
    return sent();
  });
  const provider = composeProvider(aModel(adapter, { calls: false, onStop: (error) => told.push(error) }), run);
  const calling = [start(provider), start(provider)];
  await run.clock.advance(60_000);
  expect(calling.map(({ state }) => state.reply?.status)).toEqual(["error", "ok"]);
  expect(calling.map(({ state }) => state.reply?.attempts)).toEqual([[], []]);
  expect([calls, told.length, budget.reached]).toEqual([2, 0, false]);
});
