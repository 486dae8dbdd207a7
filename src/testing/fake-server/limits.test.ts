import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { goDuration } from "./limit-headers.ts";
import type { FakeLimits } from "./limiter.ts";
import { type FakeServer, type FakeServerOptions, startFakeServer } from "./start-fake-server.ts";
import { countsBetween } from "./stats.ts";

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function start(limits: FakeLimits, options: FakeServerOptions = {}): Promise<FakeServer> {
  const server = await startFakeServer({ limits, ...options });
  servers.push(server);
  return server;
}
function post(server: FakeServer, path: string, text: string, more: object = {}): Promise<Response> {
  const body = { model: "m", messages: [{ role: "user", content: text }], input: text, ...more };
  return fetch(`${server.baseUrl}/v1/${path}`, { method: "POST", body: JSON.stringify(body) });
}
async function statusOf(server: FakeServer, text: string, more?: object): Promise<number> {
  const response = await post(server, "chat/completions", text, more);
  await response.text();
  return response.status;
}
/** Calls without a pause, `workers` at a time. */
async function hammer(server: FakeServer, workers: number, enough: () => boolean): Promise<void> {
  const work = async (_: unknown, worker: number) => {
    while (!enough()) await statusOf(server, `w${worker}`);
  };
  await Promise.all(Array.from({ length: workers }, work));
}
async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await sleep(2);
}

describe("limits", () => {
  it("answers exactly as many calls at the same time as it bears", async () => {
    const server = await start({ concurrency: 5 }, { reply: () => ({ fault: "hang" }) });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) {
      statusOf(server, `c${n}`).then(
        (status) => statuses.push(status),
        () => undefined,
      );
    }
    await until(() => server.stats.requests === 12 && statuses.length === 7);
    expect(statuses).toEqual(Array.from({ length: 7 }, () => 429));
    expect(server.stats).toMatchObject({ maxServing: 5, inFlight: 5 });
    expect(server.stats.refused).toEqual({ concurrency: 7, requests: 0, tokens: 0 });
  });

  it("never refuses those that keep to the limit, and has no place lost by those that do not", async () => {
    const server = await start({ concurrency: 4 }, { reply: () => ({ latencyMs: 1 }) });
    await hammer(server, 4, () => server.stats.requests >= 400);
    expect(server.stats.refused.concurrency).toBe(0);
    await hammer(server, 12, () => server.stats.requests >= 1000);
    expect(server.stats.refused.concurrency).toBeGreaterThan(0);
    server.reset();
    await hammer(server, 4, () => server.stats.requests >= 200);
    expect(server.stats).toMatchObject({ maxServing: 4, refused: { concurrency: 0 } });
  });

  it("gives a place back when its client goes away", async () => {
    const server = await start({ concurrency: 1 }, { reply: ({ n }) => (n === 1 ? { fault: "hang" } : {}) });
    const controller = new AbortController();
    const body = JSON.stringify({ model: "m", messages: [] });
    const hung = fetch(`${server.baseUrl}/v1/messages`, { method: "POST", body, signal: controller.signal });
    const gone = expect(hung).rejects.toThrow();
    await until(() => server.stats.maxServing === 1);
    expect(await statusOf(server, "x")).toBe(429);
    controller.abort();
    await gone;
    await until(() => server.stats.inFlight === 0);
    expect(await statusOf(server, "x")).toBe(200);
  });

  it("serves exactly its calls a minute, however many come", async () => {
    let now = 0;
    const server = await start({ rpm: 40, burstS: 3 }, { clock: () => now });
    const served: number[] = [];
    for (let minute = 0; minute < 3; minute++) {
      const before = server.stats.good;
      for (; now < (minute + 1) * 60_000; now += 500) await statusOf(server, "x");
      served.push(server.stats.good - before);
    }
    // The first call finds two saved up, the others one each 1.5 s.
    expect(served).toEqual([41, 40, 40]);
    expect(server.stats.refused.requests).toBe(360 - 121);
    const second = countsBetween(server.stats.timeline, 60_000, 120_000);
    expect(second).toEqual({ arrived: 120, refused: 80, good: 40 });
  });

  it("counts tokens as asked, then as used", async () => {
    const reply = () => ({ usage: { input: 10, output: 10 } });
    const server = await start({ tpm: 6000, burstS: 10 }, { reply, clock: () => 0 });
    const asking = (max_tokens: number) => statusOf(server, "x".repeat(40), { max_tokens });
    // A thousand, of which the first call takes ten and 490, and gives back 480.
    expect(await asking(490)).toBe(200);
    expect(await asking(971)).toBe(429);
    expect(server.stats.refused.tokens).toBe(1);
    expect(await asking(970)).toBe(200);
    expect(await statusOf(server, "x".repeat(40), { max_completion_tokens: 951 })).toBe(429);
    expect(await statusOf(server, "x".repeat(40), { max_completion_tokens: 950 })).toBe(200);
  });

  it.each([
    ["none", null, null],
    ["retry-after", "1", null],
    ["retry-after-ms", null, /^\d{1,3}$/],
    ["http-date", /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/, null],
    ["x-ratelimit", null, null],
  ] as const)("says when to come back: %s", async (headers, after, afterMs) => {
    const server = await start({ rpm: 100, headers }, { clock: () => 0 });
    await statusOf(server, "x");
    const response = await post(server, "chat/completions", "x");
    expect(response.status).toBe(429);
    for (const [name, expected] of [["retry-after", after] as const, ["retry-after-ms", afterMs] as const]) {
      const value = response.headers.get(name);
      if (expected === null) expect(value).toBeNull();
      else expect(value).toMatch(expected);
    }
    await response.text();
    const stated = ["retry-after", "retry-after-ms", "http-date"].includes(headers);
    expect(server.stats.keys.x?.waits).toHaveLength(stated ? 1 : 0);
  });

  it("tells the state of its limits with every answer, in each API's words", async () => {
    const server = await start({ rpm: 120, tpm: 60_000, headers: "x-ratelimit" }, { clock: () => 0 });
    const headersOf = async (path: string, prefix: string) => {
      const response = await post(server, path, "x".repeat(400), { max_tokens: 100 });
      await response.text();
      return Object.fromEntries([...response.headers].filter(([name]) => name.startsWith(prefix)));
    };
    expect(await headersOf("chat/completions", "x-ratelimit")).toEqual({
      "x-ratelimit-limit-requests": "120",
      "x-ratelimit-remaining-requests": "1",
      "x-ratelimit-reset-requests": "500ms",
      "x-ratelimit-limit-tokens": "60000",
      "x-ratelimit-remaining-tokens": "800",
      "x-ratelimit-reset-tokens": "200ms",
    });
    const before = Date.now();
    const anthropic = await headersOf("messages", "anthropic-ratelimit");
    expect(anthropic).toMatchObject({
      "anthropic-ratelimit-requests-limit": "120",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      "anthropic-ratelimit-tokens-limit": "60000",
    });
    const reset = Date.parse(anthropic["anthropic-ratelimit-requests-reset"] ?? "");
    expect(reset).toBeGreaterThanOrEqual(before + 1000);
    expect(reset).toBeLessThan(Date.now() + 2000);
    // Refused, and still told.
    expect(await headersOf("responses", "x-ratelimit")).toMatchObject({ "x-ratelimit-remaining-requests": "0" });
  });

  it("refuses in each API's own words", async () => {
    const server = await start({ rpm: 1, messagesStatus: 529 });
    await statusOf(server, "x");
    for (const path of ["chat/completions", "responses"]) {
      const response = await post(server, path, "x");
      expect(response.status).toBe(429);
      expect(await response.json()).toMatchObject({ error: { type: "requests", code: "rate_limit_exceeded" } });
    }
    const response = await post(server, "messages", "x");
    expect(response.status).toBe(529);
    expect(await response.json()).toMatchObject({ type: "error", error: { type: "overloaded_error" } });
  });

  it("writes durations as Go does", () => {
    expect([0, 20, 1500, 60_000, 360_000, 3_600_250].map(goDuration)).toEqual([
      "0s",
      "20ms",
      "1.5s",
      "1m0s",
      "6m0s",
      "1h0m0.25s",
    ]);
  });

  it("takes no limit that it does not know", async () => {
    await expect(start({ burst_s: 1 } as FakeLimits)).rejects.toThrow("burst_s");
    await expect(start({ rpm: 0 })).rejects.toThrow("limits.rpm");
    await expect(start({ headers: "date" as "none" })).rejects.toThrow("limits.headers");
  });
});
