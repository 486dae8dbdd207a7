import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorKind } from "../domain/output.ts";
import { createRandom } from "../stats/sfc32.ts";
import { aCall, aModelSpec, anAdapter, anError, deferred, request, sent } from "./__fixtures__/calls.ts";
import { EventClock } from "./__fixtures__/event-clock.ts";
import { aService, drive, SETTINGS } from "./__fixtures__/service.ts";
import { SendError } from "./adapter.ts";
import { composeProvider } from "./compose.ts";

describe("a number of calls at once that nobody states", () => {
  for (const most of [4, 16, 40]) {
    for (const retryAfter of [undefined, "seconds"] as const) {
      it(`${most}, refusals ${retryAfter === undefined ? "without a word" : "with Retry-After"}`, async () => {
        const clock = new EventClock();
        const stated = retryAfter === undefined ? {} : { retryAfter };
        const service = aService(clock, { limits: { concurrency: most }, latencyMs: 50, jitter: 0.5, ...stated });
        const { level, ends, from } = await drive(clock, service, { ms: 12_000 });
        expect(level).toBe(most);
        expect(from(2000).perSecond).toBeGreaterThan(0.95 * most * 20);
        expect(from(2000).refusedShare).toBeLessThan(0.02);
        expect(service.most).toBeLessThanOrEqual(most);
        expect(ends.filter(({ status }) => status === "error")).toEqual([]);
      });
    }
  }

  it("that rises is used soon, and one that falls costs little", async () => {
    const clock = new EventClock();
    const service = aService(clock, { limits: { concurrency: 8 }, latencyMs: 50, jitter: 0.5 });
    void clock.sleep(8000).then(() => service.limits({ concurrency: 32 }));
    void clock.sleep(24_000).then(() => service.limits({ concurrency: 6 }));
    const { ends } = await drive(clock, service, { ms: 44_000 });
    const perSecond = (from: number, to: number) =>
      (1000 * ends.filter(({ at, status }) => at >= from && at < to && status === "ok").length) / (to - from);
    const refused = (from: number, to: number) => {
      const calls = service.log.filter(({ at }) => at >= from && at < to);
      return calls.filter((call) => call.refused).length / calls.length;
    };
    expect(perSecond(16_000, 24_000)).toBeGreaterThan(0.85 * 32 * 20);
    expect(perSecond(34_000, 44_000)).toBeGreaterThan(0.85 * 6 * 20);
    expect(refused(34_000, 44_000)).toBeLessThan(0.02);
  });
});

describe("a rate that nobody states", () => {
  const kinds = { calls: { rpm: 1200 }, tokens: { tpm: 60_000 } } as const;
  for (const [name, limits] of Object.entries(kinds)) {
    for (const retryAfter of [undefined, "seconds", "milliseconds"] as const) {
      for (const latencyMs of [50, 1000]) {
        it(`${name} a minute, refusals state ${retryAfter ?? "nothing"}, ${latencyMs} ms a call`, async () => {
          const clock = new EventClock();
          const stated = retryAfter === undefined ? {} : { retryAfter };
          const service = aService(clock, { limits, latencyMs, jitter: 0.5, tokens: 50, ...stated });
          const { from } = await drive(clock, service, { ms: 60_000 });
          expect(from(10_000).perSecond).toBeGreaterThan(0.9 * 20);
          expect(from(10_000).refusedShare).toBeLessThan(0.02);
          expect(from(0).perSecond).toBeGreaterThan(0.85 * 20);
        });
      }
    }
  }

  it("is not looked for where refusals have nothing to do with it", async () => {
    for (const share of [0.01, 0.05]) {
      const clock = new EventClock();
      const random = createRandom(3);
      const fault = () => (random() < share ? anError("rate_limit", true, 429) : null);
      const service = aService(clock, { limits: {}, latencyMs: 50, fault });
      const { from } = await drive(clock, service, { ms: 20_000, settings: { concurrency: 8 } });
      expect(from(10_000).perSecond).toBeGreaterThan(0.8 * 160 * (1 - share));
    }
  });
});

describe("a stated wait", () => {
  const call = (clock: EventClock, retryAfterMs: number, notes: string[] = []) => {
    const starts: number[] = [];
    const adapter = anAdapter(async () => {
      starts.push(clock.monotonic());
      if (starts.length === 1) throw new SendError(anError("rate_limit", true, 429), { retryAfterMs });
      await clock.sleep(20);
      return sent();
    });
    const service = { adapter, log: [], most: 0, limits: () => {} };
    return { starts, ended: drive(clock, service, { ms: 100_000, notes, settings: { concurrency: 2 } }) };
  };

  it("holds up the new calls of the account until then, and no longer", async () => {
    const clock = new EventClock();
    const { starts, ended } = call(clock, 30_000);
    const { ends } = await ended;
    // The second had its slot already.
    expect(starts.filter((at) => at < 30_000).length).toBeLessThanOrEqual(2);
    expect(starts.filter((at) => at >= 30_000 && at < 31_000).length).toBeGreaterThan(0);
    expect(ends.length).toBeGreaterThan(1000);
  });

  it("that no call could wait for ends them at once, says so, and is over in time", async () => {
    const clock = new EventClock();
    const notes: string[] = [];
    const service = aService(clock, { limits: {}, latencyMs: 20 });
    let refused = 0;
    const adapter = anAdapter(async (context, one) => {
      if (refused++ === 0) throw new SendError(anError("rate_limit", true, 429), { retryAfterMs: 7_200_000 });
      return service.adapter.send(one, context);
    });
    const run = {
      clock,
      settings: { ...SETTINGS, concurrency: 1 },
      accounts: new Map(),
      cache: null,
      budget: null,
      random: () => 0.5,
      onNote: (text: string) => notes.push(text),
    };
    const provider = composeProvider({ ...MADE, adapter }, run);
    const calling = Array.from({ length: 20 }, () => provider.call(request, { ...aCall().context, written: done }));
    await clock.advance(1);
    const replies = await Promise.all(calling);
    expect(new Set(replies.map((one) => one.status === "error" && one.error.kind))).toEqual(new Set(["rate_limit"]));
    expect(refused).toBe(1);
    expect(notes).toEqual([
      "m: the provider asked to wait 7200 s, longer than total_timeout_s; its calls end as errors",
    ]);
    await clock.advance(7_200_000);
    const later = provider.call(request, { ...aCall().context, written: done });
    await clock.advance(100);
    expect((await later).status).toBe("ok");
  });
});

const done = Promise.resolve();
const MADE = {
  model: aModelSpec(),
  account: "one",
  cached: false,
  calls: true,
  costOf: () => null,
  boundOf: () => 0,
  mask: (text: string) => text,
  onStop: () => {},
};

describe("a provider that is down", () => {
  it("is left alone but for single probes, and used again when it is back", async () => {
    const clock = new EventClock();
    const notes: string[] = [];
    const fault = (now: number) => (now > 5000 && now < 65_000 ? anError("server", true, 500) : null);
    const service = aService(clock, { limits: {}, latencyMs: 50, fault });
    const { ends, from } = await drive(clock, service, { ms: 120_000, notes, settings: { concurrency: 16 } });
    expect(service.log.filter(({ at }) => at > 10_000 && at < 65_000).length).toBeLessThan(8);
    expect(ends.filter(({ status }) => status === "error").length).toBeLessThan(10);
    expect(from(100_000).perSecond).toBeGreaterThan(300);
    expect(notes).toEqual([
      "m: call after call fails (a server error); calls wait, single ones try whether it is back",
      "m: the provider answers again; calls go on",
    ]);
  });

  it("for good ends in errors, and soon", async () => {
    const clock = new EventClock();
    const service = aService(clock, { limits: {}, latencyMs: 50, fault: () => anError("server", true, 500) });
    const settings = { concurrency: 16, totalTimeoutS: 60, maxAttempts: 5 };
    const run = { clock, settings: { ...SETTINGS, ...settings }, accounts: new Map(), cache: null, budget: null };
    const provider = composeProvider({ ...MADE, adapter: service.adapter }, { ...run, random: createRandom(1) });
    const calling = Array.from({ length: 2000 }, () => provider.call(request, { ...aCall().context, written: done }));
    await clock.advance(200_000);
    const replies = await Promise.all(calling);
    expect(replies.every((one) => one.status === "error" && one.error.kind === "server")).toBe(true);
    // What can be known after three seconds is known; then come the probes of a minute, and nothing more.
    expect(service.log.filter(({ at }) => at > 3100).length).toBeLessThan(8);
  });
});

it("loses no slot and ends every call, whatever fails", async () => {
  const kinds = ["rate_limit", "overloaded", "server", "network", "timeout", "bad_response", "ok", "ok", "ok", "ok"];
  const outcome = fc.record({
    kind: fc.constantFrom(...kinds),
    ms: fc.integer({ min: 0, max: 3000 }),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 5000 })),
    writtenMs: fc.integer({ min: 0, max: 500 }),
    stopMs: fc.option(fc.integer({ min: 0, max: 20_000 }), { freq: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(outcome, { minLength: 1, maxLength: 80 }),
      async (concurrency, outcomes) => {
        const clock = new EventClock();
        let [serving, most, n] = [0, 0, 0];
        const adapter = anAdapter(async () => {
          const one = outcomes[n++ % outcomes.length];
          most = Math.max(most, ++serving);
          await clock.sleep(one?.ms ?? 0);
          serving -= 1;
          if (one === undefined || one.kind === "ok") return sent();
          const status = { rate_limit: 429, overloaded: 529, server: 500 }[one.kind] ?? null;
          throw new SendError(anError(one.kind as ErrorKind, true, status), { retryAfterMs: one.retryAfterMs });
        });
        const settings = { ...SETTINGS, concurrency, maxAttempts: 3, totalTimeoutS: 120 };
        const run = { clock, settings, accounts: new Map(), cache: null, budget: null, random: createRandom(5) };
        const models = [null, 2].map((narrow) =>
          composeProvider({ ...MADE, adapter, model: aModelSpec({ concurrency: narrow }) }, run),
        );
        let ended = 0;
        for (const [index, { writtenMs, stopMs }] of outcomes.entries()) {
          const { context, halt } = aCall();
          const written = deferred<void>();
          if (stopMs !== null) void clock.sleep(stopMs).then(() => halt.abort());
          const call = models[index % 2]?.call(request, { ...context, written: written.promise });
          void call?.then(async () => {
            ended += 1;
            await clock.sleep(writtenMs);
            written.resolve();
          });
        }
        await clock.advance(3_600_000);
        expect(ended).toBe(outcomes.length);
        expect([serving, most <= concurrency]).toEqual([0, true]);
        // Nothing is held by what has ended: a last call gets through.
        outcomes.splice(0, outcomes.length, { kind: "ok", ms: 1, retryAfterMs: null, writtenMs: 0, stopMs: null });
        for (const model of models) {
          const last = model.call(request, { ...aCall().context, written: done });
          await clock.advance(60_000);
          expect((await last).status).toBe("ok");
        }
      },
    ),
    { numRuns: 60 },
  );
});
