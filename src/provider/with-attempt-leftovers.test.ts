import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import type { Reply } from "../domain/output.ts";
import { aCall, anAdapter, request, sent } from "./__fixtures__/calls.ts";
import { settled } from "./__fixtures__/fake-clock.ts";
import type { Adapter } from "./adapter.ts";
import { type AttemptOptions, withAttempt } from "./with-attempt.ts";

const never = () => new Promise<never>(() => {});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** Others of this process start timers, too; what is left behind here would stay for 5 s. */
async function noMoreTimersThan(count: number): Promise<void> {
  const deadline = performance.now() + 3000;
  while (timers() > count && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(timers()).toBeLessThanOrEqual(count);
}

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

const unhandled: unknown[] = [];

describe("the end of a run", () => {
  it("ends a call under way, as aborted and not as a time-out", async () => {
    const { context, cut } = aCall();
    const call = provide(anAdapter(never)).call(request, context);
    await settled();
    cut.abort();
    const reply = await call;
    expect(errorOf(reply)).toMatchObject({ kind: "aborted", retryable: false });
    expect(reply.attempts).toHaveLength(1);
  });

  it("lets nothing be sent afterwards", async () => {
    const { context, cut } = aCall();
    cut.abort();
    let called = false;
    const adapter = anAdapter(async () => {
      called = true;
      return sent();
    });
    const reply = await provide(adapter).call(request, context);
    expect(called).toBe(false);
    expect(errorOf(reply).kind).toBe("aborted");
    expect(reply.attempts).toEqual([]);
  });
});

describe("what is left behind", () => {
  it("is no unhandled rejection of an adapter that fails late", async () => {
    const late = anAdapter(async () => {
      await wait(40);
      throw new Error("late");
    });
    await provide(late, { timeoutMs: 10 }).call(request, aCall().context);
    await wait(60);
    expect(unhandled).toEqual([]);
  });

  it("is no timer, not even by progress that comes late", async () => {
    const before = timers();
    let late = () => {};
    const adapter = anAdapter(async ({ progress }) => {
      late = progress;
      return sent();
    });
    const { context } = aCall();
    await provide(adapter).call(request, { ...context, timeLeftMs: 60_000 });
    late();
    await noMoreTimersThan(before);
    await provide(
      anAdapter(async ({ progress }) => {
        late = progress;
        return never();
      }),
      { timeoutMs: 5 },
    ).call(request, context);
    late();
    await noMoreTimersThan(before);
  });

  it("is no listener on the run's signal after 10 000 calls", async () => {
    const { context } = aCall();
    const provider = provide(
      anAdapter(async () => {
        await null;
        return sent();
      }),
    );
    for (let round = 0; round < 200; round++) {
      const calls = Array.from({ length: 50 }, () => provider.call(request, context));
      if (round === 0) expect(getEventListeners(context.signal, "abort")).toHaveLength(50);
      await Promise.all(calls);
    }
    await settled();
    expect(getEventListeners(context.signal, "abort")).toEqual([]);
    expect(warnings).toEqual([]);
  });
});
