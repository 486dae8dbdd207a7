import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import type { CallContext, Provider } from "../domain/provider.ts";
import { aCall, anError, errorReply, manual, okReply, request, scripted } from "./__fixtures__/calls.ts";
import { FakeClock, settled } from "./__fixtures__/fake-clock.ts";
import { createLimiter, withLimit } from "./with-limit.ts";
import { type RetryOptions, withRetry } from "./with-retry.ts";

const options = (clock: FakeClock, more: Partial<RetryOptions> = {}): RetryOptions => ({
  clock,
  maxAttempts: 5,
  totalTimeoutMs: 600_000,
  random: () => 0.5,
  ...more,
});
const failing = (more: Parameters<typeof errorReply>[1] = {}) => errorReply(anError("server", true, 500), more);

describe("what is tried again", () => {
  it("is what may pass, until it does; attempts, waits in the queue and costs add up", async () => {
    const clock = new FakeClock();
    const inner = scripted(
      failing({ queueMs: 5 }),
      failing({ queueMs: 7, costUsd: 0.25 }),
      okReply({ queueMs: 1, costUsd: 0.5, latencyMs: 42 }),
    );
    const call = withRetry(inner, options(clock)).call(request, aCall().context);
    await clock.advance(10_000);
    const reply = await call;
    expect(reply).toMatchObject({ status: "ok", queueMs: 13, costUsd: 0.75, latencyMs: 42, cached: false });
    expect(reply.attempts.map(({ errorKind }) => errorKind)).toEqual(["server", "server", null]);
  });

  it("ends after the last attempt with its error", async () => {
    const clock = new FakeClock();
    const inner = scripted(failing(), failing(), errorReply(anError("overloaded", true, 529)));
    const call = withRetry(inner, options(clock, { maxAttempts: 3 })).call(request, aCall().context);
    await clock.advance(100_000);
    expect(await call).toMatchObject({ status: "error", error: { kind: "overloaded" } });
    expect([inner.calls, (await call).attempts.length]).toEqual([3, 3]);
  });

  it("is nothing else: no answer, no error that stays", async () => {
    const clock = new FakeClock();
    const good = scripted(okReply());
    expect((await withRetry(good, options(clock)).call(request, aCall().context)).status).toBe("ok");
    const refused = scripted(errorReply(anError("invalid_request", false, 400)));
    expect((await withRetry(refused, options(clock)).call(request, aCall().context)).status).toBe("error");
    expect([good.calls, refused.calls]).toEqual([1, 1]);
  });

  it("is nothing at all with one attempt", async () => {
    const inner = scripted(failing());
    await withRetry(inner, options(new FakeClock(), { maxAttempts: 1 })).call(request, aCall().context);
    expect(inner.calls).toBe(1);
  });
});

describe("the wait", () => {
  /** When the attempts began. */
  async function starts(inner: Provider, more: Partial<RetryOptions>): Promise<readonly number[]> {
    const clock = new FakeClock();
    const times: number[] = [];
    const seen: Provider = {
      call: (one, context) => {
        times.push(clock.monotonic());
        return inner.call(one, context);
      },
    };
    void withRetry(seen, options(clock, { maxAttempts: 9, ...more })).call(request, aCall().context);
    await clock.advance(1_000_000);
    return times;
  }
  const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

  it("doubles, with full jitter, up to half a minute", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (draw) => {
        const waits = gaps(await starts(scripted(failing()), { random: () => draw }));
        const bounds = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];
        expect(waits).toHaveLength(bounds.length);
        for (const [index, bound] of bounds.entries()) {
          expect(waits[index]).toBeGreaterThanOrEqual(draw * bound - 1e-6);
          // Waits are whole milliseconds, rounded up.
          expect(waits[index]).toBeLessThanOrEqual(draw * bound + 1);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is what the server states, however short or long the backoff would be", async () => {
    const inner = () => scripted(failing({ retryAfterMs: 7000 }), failing({ retryAfterMs: 20 }), okReply());
    for (const draw of [0, 0.999]) expect(await starts(inner(), { random: () => draw })).toEqual([0, 7000, 7020]);
  });

  it("is a backoff where the server says at once", async () => {
    expect(await starts(scripted(failing({ retryAfterMs: 0 }), okReply()), {})).toEqual([0, 500]);
  });

  it("is never shorter than stated on the real clock", async () => {
    const inner = () => scripted(failing({ retryAfterMs: 20 }), okReply());
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await systemClock.sleep(index * 1.3);
        const times: number[] = [];
        const script = inner();
        const seen: Provider = {
          call: async (one, context) => {
            times.push(performance.now());
            return script.call(one, context);
          },
        };
        const real = { clock: systemClock, maxAttempts: 2, totalTimeoutMs: 60_000, random: () => 0 };
        await withRetry(seen, real).call(request, aCall().context);
        expect(gaps(times)[0]).toBeGreaterThanOrEqual(20);
      }),
    );
  });

  it("ends at a stop at once, as aborted, with what was tried and paid", async () => {
    const clock = new FakeClock();
    const inner = scripted(failing({ retryAfterMs: 60_000, costUsd: 0.1 }));
    const { context, halt } = aCall();
    const call = withRetry(inner, options(clock)).call(request, context);
    await clock.advance(1000);
    halt.abort();
    await settled();
    const reply = await call;
    expect(reply).toMatchObject({ status: "error", error: { kind: "aborted", retryable: false }, costUsd: 0.1 });
    expect([reply.attempts.length, inner.calls, clock.sleeping]).toEqual([1, 1, 0]);
  });
});

describe("the whole time", () => {
  it("gives up at once where the next attempt would begin too late", async () => {
    const clock = new FakeClock();
    const inner = scripted(failing({ retryAfterMs: 60_000 }));
    const call = withRetry(inner, options(clock, { totalTimeoutMs: 60_000 })).call(request, aCall().context);
    await settled();
    expect(await call).toMatchObject({ status: "error", error: { kind: "server" } });
    expect(clock.monotonic()).toBe(0);
  });

  it("tells each attempt what is left of it", async () => {
    const clock = new FakeClock();
    const left: (number | undefined)[] = [];
    const inner: Provider = {
      async call(_request, context: CallContext) {
        left.push(context.timeLeftMs);
        await clock.sleep(100);
        return failing({ retryAfterMs: 300 });
      },
    };
    const call = withRetry(inner, options(clock, { totalTimeoutMs: 1000 })).call(request, aCall().context);
    await clock.advance(10_000);
    expect(left).toEqual([1000, 600, 200]);
    expect((await call).attempts).toHaveLength(3);
  });

  it("does not count what was waited in our own queue", async () => {
    const clock = new FakeClock();
    const replies = scripted(failing({ queueMs: 50_000 }), failing({ queueMs: 50_000 }), okReply());
    const inner: Provider = {
      async call(one, context) {
        await clock.sleep(50_000);
        return replies.call(one, context);
      },
    };
    const call = withRetry(inner, options(clock, { totalTimeoutMs: 10_000 })).call(request, aCall().context);
    await clock.advance(200_000);
    expect((await call).status).toBe("ok");
  });
});

describe("costs", () => {
  const costOf = async (...replies: Parameters<typeof scripted>) => {
    const clock = new FakeClock();
    const call = withRetry(scripted(...replies), options(clock, { maxAttempts: replies.length })).call(
      request,
      aCall().context,
    );
    await clock.advance(100_000);
    return (await call).costUsd;
  };

  it("of an answer of unknown cost are unknown, whatever came before", async () => {
    expect(await costOf(failing({ costUsd: 0.25 }), okReply({ costUsd: null }))).toBeNull();
  });

  it("of failures are what is known of them", async () => {
    expect(await costOf(failing({ costUsd: 0.25 }), failing())).toBe(0.25);
    expect(await costOf(failing(), failing({ costUsd: 0.25 }))).toBe(0.25);
    expect(await costOf(failing(), failing())).toBeNull();
  });

  it("that are known to be nothing stay so", async () => {
    expect(await costOf(failing({ costUsd: 0 }), failing())).toBe(0);
    expect(await costOf(failing(), okReply({ costUsd: 0 }))).toBe(0);
  });
});

describe("slots", () => {
  it("are given back before the wait", async () => {
    const clock = new FakeClock();
    const limiter = createLimiter({ concurrency: 1, rpm: null, tpm: null }, clock);
    const inner = manual();
    const provider = withRetry(withLimit(inner.provider, [limiter], clock), options(clock));
    const [first, second] = [aCall(), aCall()];
    const replies = [provider.call(request, first.context), provider.call(request, second.context)];
    await settled();
    expect(inner.started).toBe(1);
    inner.answer(failing({ retryAfterMs: 5000 }));
    await settled();
    // The first waits for its second attempt; the second has the slot.
    expect(inner.started).toBe(2);
    inner.answer(okReply());
    second.written.resolve();
    await clock.advance(5000);
    expect(inner.started).toBe(3);
    inner.answer(okReply());
    await settled();
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(["ok", "ok"]);
    expect(inner.most).toBe(1);
  });

  it("of the last attempt are held until its output is written, or cannot be", async () => {
    for (const outcome of ["resolve", "reject"] as const) {
      const clock = new FakeClock();
      const limiter = createLimiter({ concurrency: 1, rpm: null, tpm: null }, clock);
      const inner = manual();
      const provider = withRetry(withLimit(inner.provider, [limiter], clock), options(clock));
      const first = aCall();
      const reply = provider.call(request, first.context);
      await settled();
      inner.answer(failing());
      await clock.advance(1000);
      inner.answer(okReply());
      expect((await reply).status).toBe("ok");
      void provider.call(request, aCall().context);
      await settled();
      expect(inner.started).toBe(2);
      if (outcome === "resolve") first.written.resolve();
      else first.written.reject(new Error("disk full"));
      await settled();
      expect(inner.started).toBe(3);
    }
  });
});
