import { expect, it } from "vitest";
import { aCall, aModelSpec, anAdapter, anError, request, sent } from "./__fixtures__/calls.ts";
import { EventClock } from "./__fixtures__/event-clock.ts";
import { SETTINGS } from "./__fixtures__/service.ts";
import { SendError } from "./adapter.ts";
import { CallMonitor } from "./call-monitor.ts";
import { composeProvider } from "./compose.ts";

it("tells what each call waits for, the longest first, and forgets those that have ended", async () => {
  const clock = new EventClock();
  const monitor = new CallMonitor(clock);
  let n = 0;
  const adapter = anAdapter(async () => {
    n += 1;
    if (n < 3) throw new SendError(anError("rate_limit", true, 429), { retryAfterMs: n === 1 ? 5000 : 40_000 });
    await clock.sleep(60_000);
    return sent();
  });
  const made = {
    model: aModelSpec({ id: "mini" }),
    adapter,
    account: "one",
    cached: false,
    calls: true,
    costOf: () => null,
    boundOf: () => 0,
    mask: (text: string) => text,
    onStop: () => {},
  };
  const settings = { ...SETTINGS, concurrency: 1 };
  const run = { clock, settings, accounts: new Map(), cache: null, budget: null, random: () => 0.5, monitor };
  const provider = composeProvider(made, run);
  const start = (id: string) => {
    const { context } = aCall();
    return provider.call(request, { ...context, case: { ...context.case, id }, written: Promise.resolve() });
  };
  const first = start("t-104");
  await clock.advance(1000);
  expect(monitor.longest(3)).toEqual(["mini: t-104 attempt 1, 429, next try in 4 s"]);
  await clock.advance(10_000);
  expect(monitor.longest(3)).toEqual(["mini: t-104 attempt 2, 429, next try in 34 s"]);
  const others = [start("t-105"), start("t-106"), start("t-107")];
  await clock.advance(4000);
  expect(monitor.longest(2)).toEqual([
    "mini: t-104 attempt 2, 429, next try in 30 s",
    "mini: t-105 attempt 1, the provider's limit, next try in 30 s",
  ]);
  await clock.advance(35_000);
  expect(monitor.longest(9)).toEqual([
    expect.stringMatching(/^mini: t-104 attempt 3, 429, (no answer since|in the queue since) \d+ s$/),
    expect.stringMatching(/^mini: t-105 attempt 1, (no answer since|in the queue since) \d+ s$/),
    expect.stringMatching(/^mini: t-106 attempt 1, in the queue since 39 s$/),
    expect.stringMatching(/^mini: t-107 attempt 1, in the queue since 39 s$/),
  ]);
  await clock.advance(600_000);
  await Promise.all([first, ...others]);
  expect(monitor.longest(3)).toEqual([]);
});
