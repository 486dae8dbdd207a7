import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import { aCall, anError, errorReply, manual, okReply, request, scripted, usage } from "./__fixtures__/calls.ts";
import { FakeClock, settled } from "./__fixtures__/fake-clock.ts";
import { ABORTED, noCall, UNKNOWN_USAGE } from "./no-call.ts";
import { createLimiter, type LimitSettings, withLimit } from "./with-limit.ts";

const clock = new FakeClock();
const slots = (concurrency: number, more: Partial<LimitSettings> = {}, time = clock) =>
  createLimiter({ concurrency, rpm: null, tpm: null, ...more }, time);

/** Starts a call whose output is written when the test says so. */
function start(provider: Provider, one: ModelRequest = request) {
  const made = aCall();
  const reply = provider.call(one, made.context);
  const state: { reply: Reply | null; thrown: unknown } = { reply: null, thrown: null };
  reply.then(
    (value) => {
      state.reply = value;
    },
    (thrown) => {
      state.thrown = thrown;
    },
  );
  return { ...made, state, reply };
}

describe("slots", () => {
  it("are never more than the bound, and all are used", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 }),
        async (wide, narrow, delays) => {
          let inFlight = 0;
          let most = 0;
          const inner: Provider = {
            async call() {
              most = Math.max(most, ++inFlight);
              for (let turn = 0; turn < (delays[inFlight] ?? 1); turn++) await null;
              return okReply();
            },
          };
          const provider = withLimit(inner, [slots(wide), slots(narrow)], clock);
          await Promise.all(
            delays.map(async () => {
              const { context, written } = aCall();
              await provider.call(request, context);
              inFlight -= 1;
              written.resolve();
            }),
          );
          expect(most).toBeLessThanOrEqual(Math.min(wide, narrow, delays.length));
          expect(most).toBe(Math.min(wide, narrow, delays.length));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are held until the output is written, and not longer", async () => {
    const inner = manual();
    const provider = withLimit(inner.provider, [slots(1)], clock);
    const first = start(provider);
    const second = start(provider);
    await settled();
    expect(inner.started).toBe(1);
    inner.answer();
    await settled();
    expect(first.state.reply?.status).toBe("ok");
    expect(inner.started).toBe(1);
    first.written.resolve();
    await settled();
    expect(inner.started).toBe(2);
    inner.answer();
    await settled();
    expect(second.state.reply?.status).toBe("ok");
  });

  it("are held for failures too, until these are written", async () => {
    const inner = manual();
    const provider = withLimit(inner.provider, [slots(1)], clock);
    const first = start(provider);
    start(provider);
    await settled();
    inner.answer(errorReply(anError("server")));
    await settled();
    expect(first.state.reply?.status).toBe("error");
    expect(inner.started).toBe(1);
    first.written.resolve();
    await settled();
    expect(inner.started).toBe(2);
  });

  it("of an account are shared by its models, and a model's own lie below them", async () => {
    const inner = manual();
    const account = slots(3);
    const narrow = withLimit(inner.provider, [account, slots(1)], clock);
    const other = withLimit(inner.provider, [account], clock);
    const calls = [start(narrow), start(narrow), start(narrow)];
    await settled();
    // What waits for the model's own slot holds none of the account's.
    expect(inner.started).toBe(1);
    start(other);
    start(other);
    start(other);
    await settled();
    expect(inner.started).toBe(3);
    inner.answer();
    calls[0]?.written.resolve();
    await settled();
    expect(inner.started).toBe(4);
    expect(inner.most).toBe(3);
  });

  it("are not lost by a provider that rejects or throws", async () => {
    const inner = manual();
    const provider = withLimit(inner.provider, [slots(1), slots(1)], clock);
    const first = start(provider);
    const second = start(provider);
    await settled();
    inner.fail(new Error("broken"));
    await settled();
    expect(first.state.thrown).toEqual(new Error("broken"));
    expect(inner.started).toBe(2);
    inner.answer();
    await settled();
    expect(second.state.reply?.status).toBe("ok");

    const throwing: Provider = {
      call: () => {
        throw new Error("at once");
      },
    };
    const limited = withLimit(throwing, [slots(1)], clock);
    await expect(limited.call(request, aCall().context)).rejects.toThrow("at once");
    await expect(limited.call(request, aCall().context)).rejects.toThrow("at once");
  });

  it("are not lost when an output cannot be written", async () => {
    const inner = manual();
    const provider = withLimit(inner.provider, [slots(1)], clock);
    const first = start(provider);
    start(provider);
    await settled();
    inner.answer();
    await settled();
    first.written.reject(new Error("disk full"));
    await settled();
    expect(first.state.reply?.status).toBe("ok");
    expect(inner.started).toBe(2);
  });
});

describe("a stop", () => {
  it("answers what waits for a slot as aborted, without a call, and loses no slot", async () => {
    const inner = manual();
    const provider = withLimit(inner.provider, [slots(1)], clock);
    const first = start(provider);
    const waiting = start(provider);
    const other = start(provider);
    await settled();
    waiting.halt.abort();
    inner.answer();
    first.written.resolve();
    await settled();
    expect(waiting.state.reply).toEqual(noCall(ABORTED));
    expect(inner.started).toBe(2);
    inner.answer();
    await settled();
    expect(other.state.reply?.status).toBe("ok");
  });

  it("answers what waits for a bucket at once", async () => {
    const time = new FakeClock();
    const inner = scripted(okReply());
    const provider = withLimit(inner, [slots(4, { rpm: 1 }, time)], time);
    start(provider);
    const waiting = start(provider);
    await time.advance(10);
    expect(inner.calls).toBe(1);
    waiting.halt.abort();
    await settled();
    expect(waiting.state.reply).toEqual(noCall(ABORTED));
    expect(time.sleeping).toBe(0);
  });
});

describe("rates", () => {
  it("bound the requests a minute", async () => {
    const time = new FakeClock();
    const inner = scripted(okReply());
    const provider = withLimit(inner, [slots(100, { rpm: 30 }, time)], time);
    for (let call = 0; call < 100; call++) start(provider).written.resolve();
    await time.advance(59_999);
    expect(inner.calls).toBe(30);
    await time.advance(60_000);
    expect(inner.calls).toBe(60);
  });

  it("hold no slot while they are waited for", async () => {
    const time = new FakeClock();
    const account = slots(1, {}, time);
    const slow = scripted(okReply());
    const quick = scripted(okReply());
    const paced = withLimit(slow, [account, slots(5, { rpm: 1 }, time)], time);
    const free = withLimit(quick, [account], time);
    start(paced).written.resolve();
    start(paced).written.resolve();
    await settled();
    start(free).written.resolve();
    await settled();
    expect([slow.calls, quick.calls]).toEqual([1, 1]);
  });

  const asking = (max_tokens: number): ModelRequest => ({ ...request, params: { max_tokens } });

  it("bound the tokens a minute by an estimate that is settled by what was used", async () => {
    const time = new FakeClock();
    const inner = scripted(okReply({ usage: usage(400, 100) }));
    const provider = withLimit(inner, [slots(100, { tpm: 6000 }, time)], time);
    for (let call = 0; call < 100; call++) start(provider, asking(3000)).written.resolve();
    await time.advance(120_000);
    // 500 tokens each in the end: 12 a minute, not 2.
    expect(inner.calls).toBeGreaterThanOrEqual(22);
    expect(inner.calls).toBeLessThanOrEqual(25);
  });

  it("keep the estimate where the usage is unknown, also in part", async () => {
    for (const unknown of [UNKNOWN_USAGE, { ...UNKNOWN_USAGE, inputTokens: 3 }]) {
      const time = new FakeClock();
      const inner = scripted(okReply({ usage: unknown }));
      const provider = withLimit(inner, [slots(100, { tpm: 6000 }, time)], time);
      for (let call = 0; call < 100; call++) start(provider, asking(2998)).written.resolve();
      await time.advance(119_000);
      expect(inner.calls).toBe(4);
    }
  });

  it("give back everything for what was never sent", async () => {
    const time = new FakeClock();
    const inner = scripted(noCall(anError("auth")));
    const provider = withLimit(inner, [slots(100, { tpm: 6000 }, time)], time);
    for (let call = 0; call < 20; call++) start(provider, asking(3000)).written.resolve();
    await time.advance(10_000);
    expect(inner.calls).toBe(20);
  });

  it("count an image by a flat figure, not by its bytes", async () => {
    const time = new FakeClock();
    const inner = scripted(okReply({ usage: UNKNOWN_USAGE }));
    const provider = withLimit(inner, [slots(100, { tpm: 60_000 }, time)], time);
    const image = { type: "image" as const, mediaType: "image/png", data: "A".repeat(1_000_000) };
    const seeing: ModelRequest = { ...asking(0), messages: [{ role: "user", content: [image] }] };
    start(provider, seeing).written.resolve();
    start(provider, seeing).written.resolve();
    await time.advance(2000);
    expect(inner.calls).toBe(2);
  });
});

it("measures the wait in the queue, and adds it to what the reply knows", async () => {
  const time = new FakeClock();
  const inner = manual();
  const provider = withLimit(inner.provider, [slots(1, {}, time)], time);
  const first = start(provider);
  const second = start(provider);
  await time.advance(250);
  inner.answer(okReply({ latencyMs: 250 }));
  await settled();
  expect(first.state.reply).toMatchObject({ queueMs: 0, latencyMs: 250 });
  await time.advance(50);
  first.written.resolve();
  await time.advance(1000);
  inner.answer(okReply({ queueMs: 7, latencyMs: 1000 }));
  await settled();
  expect(second.state.reply).toMatchObject({ queueMs: 307, latencyMs: 1000 });
});
