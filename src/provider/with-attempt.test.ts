import { describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import type { Reply } from "../domain/output.ts";
import { aCall, anAdapter, anError, deferred, request, sent, usage } from "./__fixtures__/calls.ts";
import { FakeClock } from "./__fixtures__/fake-clock.ts";
import { type Adapter, SendError, type Sent } from "./adapter.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";
import { type AttemptOptions, withAttempt } from "./with-attempt.ts";

const never = () => new Promise<never>(() => {});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function provide(adapter: Adapter, options: Partial<AttemptOptions> = {}) {
  return withAttempt(adapter, {
    clock: systemClock,
    timeoutMs: 5000,
    costOf: ({ inputTokens }) => (inputTokens === null ? null : inputTokens / 100),
    calls: true,
    mask: (text) => text.replaceAll("secret", "***"),
    ...options,
  });
}

function errorOf(reply: Reply) {
  if (reply.status !== "error") throw new Error("an answer came");
  return reply.error;
}

const warnings: string[] = [];

describe("an answer", () => {
  it("is measured on the monotonic clock and priced", async () => {
    const clock = new FakeClock();
    const provider = provide(
      anAdapter(async ({ firstToken }) => {
        await clock.sleep(40);
        firstToken();
        await clock.sleep(60);
        firstToken();
        return sent();
      }),
      { clock },
    );
    const call = provider.call(request, aCall().context);
    await clock.advance(1000);
    expect(await call).toEqual({
      status: "ok",
      answer: sent().answer,
      usage: usage(10, 5),
      costUsd: 0.1,
      latencyMs: 100,
      firstTokenMs: 40,
      queueMs: 0,
      cached: false,
      attempts: [
        {
          startedAt: "2026-01-01T00:00:00.000Z",
          ms: 100,
          status: 200,
          errorKind: null,
          requestId: "q-1",
          retryAfterMs: null,
        },
      ],
    });
  });

  it("keeps what the source itself states, unknown included", async () => {
    const clock = new FakeClock();
    const stated = provide(
      anAdapter(async () => sent({ latencyMs: 777, firstTokenMs: 55, costUsd: 3 })),
      { clock },
    );
    expect(await stated.call(request, aCall().context)).toMatchObject({ latencyMs: 777, firstTokenMs: 55, costUsd: 3 });
    const unknown = provide(
      anAdapter(async ({ firstToken }) => {
        firstToken();
        return sent({ latencyMs: null, firstTokenMs: null, costUsd: null });
      }),
      { clock },
    );
    expect(await unknown.call(request, aCall().context)).toMatchObject({
      latencyMs: null,
      firstTokenMs: null,
      costUsd: null,
    });
  });

  it("has no price where the usage is unknown", async () => {
    const provider = provide(anAdapter(async () => sent({ usage: UNKNOWN_USAGE })));
    expect((await provider.call(request, aCall().context)).costUsd).toBeNull();
  });

  it("lists no attempt where nothing is called", async () => {
    const good = provide(
      anAdapter(async () => sent()),
      { calls: false },
    );
    expect((await good.call(request, aCall().context)).attempts).toEqual([]);
    const bad = provide(
      anAdapter(() => Promise.reject(new SendError(anError("server")))),
      { calls: false },
    );
    expect((await bad.call(request, aCall().context)).attempts).toEqual([]);
  });
});

describe("a failure", () => {
  it("keeps what the adapter typed, masked", async () => {
    const error = { ...anError("rate_limit", true, 429), message: "key secret is over its limit" };
    const facts = { requestId: "q-9", retryAfterMs: 1500, usage: usage(20, 0) };
    const reply = await provide(anAdapter(() => Promise.reject(new SendError(error, facts)))).call(
      request,
      aCall().context,
    );
    expect(reply).toMatchObject({
      status: "error",
      error: { ...error, message: "key *** is over its limit" },
      usage: usage(20, 0),
      costUsd: 0.2,
      attempts: [{ status: 429, errorKind: "rate_limit", requestId: "q-9", retryAfterMs: 1500 }],
    });
  });

  it.each([
    ["an Error", new Error("secret broke"), "*** broke"],
    ["a text", "secret text", "*** text"],
    ["nothing", undefined, "undefined"],
  ])("that is not typed (%s) is reported and not retried", async (_name, thrown, message) => {
    const expected = { kind: "server", message, httpStatus: null, retryable: false };
    const rejecting = provide(anAdapter(() => Promise.reject(thrown)));
    expect(errorOf(await rejecting.call(request, aCall().context))).toEqual(expected);
    const throwing = provide(
      anAdapter(() => {
        throw thrown;
      }),
    );
    expect(errorOf(await throwing.call(request, aCall().context))).toEqual(expected);
  });
});

describe("time-outs", () => {
  it("end an attempt whose adapter ignores its signal", async () => {
    const reply = await provide(anAdapter(never), { timeoutMs: 20 }).call(request, aCall().context);
    expect(errorOf(reply)).toEqual({
      kind: "timeout",
      message: "no answer within 0.02 s",
      httpStatus: null,
      retryable: true,
    });
    expect(reply).toMatchObject({ costUsd: null, usage: UNKNOWN_USAGE, attempts: [{ errorKind: "timeout" }] });
  });

  it("abort the adapter's signal", async () => {
    let aborted = false;
    const adapter = anAdapter(({ signal }) => {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return never();
    });
    await provide(adapter, { timeoutMs: 10 }).call(request, aCall().context);
    expect(aborted).toBe(true);
  });

  it("are not undone by an adapter that answers to the abort with what it has", async () => {
    const adapter = anAdapter(({ signal }) => {
      const { promise, resolve } = deferred<Sent>();
      signal.addEventListener("abort", () => resolve(sent()));
      return promise;
    });
    expect(errorOf(await provide(adapter, { timeoutMs: 10 }).call(request, aCall().context)).kind).toBe("timeout");
  });

  it("are counted from the last byte while streaming", async () => {
    const flowing = anAdapter(async ({ progress }) => {
      for (let piece = 0; piece < 10; piece++) {
        await wait(30);
        progress();
      }
      return sent();
    });
    expect((await provide(flowing, { timeoutMs: 200 }).call(request, aCall().context)).status).toBe("ok");
    const stalling = anAdapter(async ({ progress }) => {
      await wait(10);
      progress();
      return never();
    });
    const stalled = await provide(stalling, { timeoutMs: 60 }).call(request, aCall().context);
    expect(errorOf(stalled)).toMatchObject({ kind: "timeout", message: "nothing new within 0.06 s", retryable: true });
  });

  it("end an endless stream when the trial's time is used up", async () => {
    const endless = anAdapter(async ({ progress, signal }) => {
      while (!signal.aborted) {
        await wait(5);
        progress();
      }
      return sent();
    });
    const { context } = aCall();
    const reply = await provide(endless, { timeoutMs: 1000 }).call(request, { ...context, timeLeftMs: 60 });
    expect(errorOf(reply)).toMatchObject({ kind: "timeout", message: expect.stringContaining("total_timeout_s") });
  });

  it("may be longer than a timer can wait", async () => {
    const adapter = anAdapter(async () => {
      await wait(20);
      return sent();
    });
    const { context } = aCall();
    const year = 365 * 86_400_000;
    const reply = await provide(adapter, { timeoutMs: year }).call(request, { ...context, timeLeftMs: year });
    expect(reply.status).toBe("ok");
    expect(warnings).not.toContain("TimeoutOverflowWarning");
  });
});

it("closes its adapter", async () => {
  let closed = 0;
  const adapter: Adapter = {
    send: async () => sent(),
    close: async () => {
      closed += 1;
    },
  };
  await provide(adapter).close?.();
  expect(closed).toBe(1);
  expect(provide(anAdapter(never)).close).toBeUndefined();
});
