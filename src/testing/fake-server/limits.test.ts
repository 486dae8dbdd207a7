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
async function hammer(server: FakeServer, workers: number, until: () => boolean): Promise<void> {
  const work = async (_: unknown, worker: number) => {
    while (!until()) await statusOf(server, `w${worker}`);
  };
  await Promise.all(Array.from({ length: workers }, work));
}
const many = (count: number, run: (index: number) => Promise<number>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

describe("limits", () => {
  it("answers exactly as many calls at the same time as it bears", async () => {
    const server = await start({ concurrency: 5 }, { reply: () => ({ latencyMs: 100 }) });
    const statuses = await many(12, (index) => statusOf(server, `c${index}`));
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    expect(server.stats).toMatchObject({ maxServing: 5, refused: { concurrency: 7, requests: 0, tokens: 0 }, good: 5 });
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
    while (server.stats.maxServing === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await statusOf(server, "x")).toBe(429);
    controller.abort();
    await gone;
    while (server.stats.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await statusOf(server, "x")).toBe(200);
  });

  it("serves its calls a minute and no more, however many come", async () => {
    const server = await start({ rpm: 6000, burstS: 0.1 });
    const started = performance.now();
    await hammer(server, 8, () => performance.now() - started > 1500);
    const { stats } = server;
    const spanMs = Math.max(...Object.values(stats.keys).flatMap((key) => key.arrivals)) - (stats.timeline.fromAt ?? 0);
    // A hundred a second and the ten that were saved up; the first and the last may fall on either side.
    expect(Math.abs(stats.good - (10 + spanMs / 10))).toBeLessThanOrEqual(3);
    expect(stats.refused.requests).toBe(stats.requests - stats.good);
    // Past the first half second: a hundred a second.
    const settled = countsBetween(stats.timeline, 500, 1500);
    expect(Math.abs(settled.good - 100)).toBeLessThanOrEqual(3);
    expect(settled.arrived).toBe(settled.good + settled.refused);
  });

  it("counts tokens as asked, then as used", async () => {
    const reply = () => ({ usage: { input: 10, output: 10 }, latencyMs: 40 });
    const server = await start({ tpm: 6000, burstS: 10 }, { reply });
    const asking = { max_tokens: 490 };
    const first = many(3, () => statusOf(server, "x".repeat(40), asking));
    expect((await first).sort()).toEqual([200, 200, 429]);
    expect(server.stats.refused.tokens).toBe(1);
    // Both were settled at 20 of 500.
    expect(await statusOf(server, "x".repeat(40), { max_completion_tokens: 900 })).toBe(200);
  });

  it.each([
    ["none", null, null],
    ["retry-after", "1", null],
    ["retry-after-ms", null, /^\d{1,3}$/],
    ["http-date", /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/, null],
    ["x-ratelimit", null, null],
  ] as const)("says when to come back: %s", async (headers, after, afterMs) => {
    const server = await start({ rpm: 100, headers });
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
    const server = await start({ rpm: 120, tpm: 60_000, headers: "x-ratelimit" });
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
    const anthropic = await headersOf("messages", "anthropic-ratelimit");
    expect(anthropic).toMatchObject({
      "anthropic-ratelimit-requests-limit": "120",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      "anthropic-ratelimit-tokens-limit": "60000",
    });
    const reset = Date.parse(anthropic["anthropic-ratelimit-requests-reset"] ?? "") - Date.now();
    expect(reset).toBeGreaterThan(500);
    expect(reset).toBeLessThanOrEqual(2000);
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
