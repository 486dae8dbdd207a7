import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type SpawnedFakeServer, spawnFakeServer } from "./spawn-fake-server.ts";
import { type FakeServer, type FakeServerOptions, startFakeServer } from "./start-fake-server.ts";
import { countsBetween } from "./stats.ts";

const servers: (FakeServer | SpawnedFakeServer)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function start(options: FakeServerOptions): Promise<FakeServer> {
  const server = await startFakeServer(options);
  servers.push(server);
  return server;
}
async function call(server: { readonly baseUrl: string }, text: string, model = "m"): Promise<Response> {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: text }] });
  const response = await fetch(`${server.baseUrl}/v1/chat/completions`, { method: "POST", body });
  await response.arrayBuffer();
  return response;
}
const refuses = { rate: 1, kinds: { "429-retry-after": 1 }, retryAfterS: 0.1 } as const;

describe("accounts", () => {
  it("count by logical call", async () => {
    const server = await start({ reply: ({ n }) => (n === 2 ? { error: { status: 500 } } : {}) });
    for (const text of ["a", "b", "b", "__proto__"]) await call(server, text);
    const { keys } = server.stats;
    expect(Object.keys(keys)).toEqual(["a", "b", "__proto__"]);
    expect(keys.b).toMatchObject({ requests: 2, good: 1, waits: [] });
    const [first = 0, second = 0] = keys.b?.arrivals ?? [];
    expect(second).toBeGreaterThan(first);
    expect(server.stats.good).toBe(3);
  });

  it("tell one model from another where they are asked to", async () => {
    const server = await start({ keyBy: "model-and-text" });
    await call(server, "a", "large");
    await call(server, "a", "small");
    expect(Object.keys(server.stats.keys)).toEqual(["large: a", "small: a"]);
  });

  it("see who comes back before its Retry-After", async () => {
    let now = 5;
    const server = await start({ faults: refuses, clock: () => now });
    expect((await call(server, "patient")).headers.get("retry-after")).toBe("0.1");
    await call(server, "hasty");
    now = 100;
    await call(server, "hasty");
    now = 106;
    await call(server, "patient");
    expect(server.stats.earlyRetries).toEqual([{ key: "hasty", at: 100, allowedAt: 105 }]);
    expect(server.stats.keys.patient?.waits).toEqual([
      { at: 5, allowedAt: 105 },
      { at: 106, allowedAt: 206 },
    ]);
  });

  it("see it for a limit's date, too", async () => {
    let now = 0;
    const server = await start({ limits: { rpm: 30, headers: "http-date" }, clock: () => now });
    await call(server, "a");
    const before = Date.now();
    const date = Date.parse((await call(server, "a")).headers.get("retry-after") ?? "");
    const after = Date.now();
    now = 1900;
    await call(server, "a");
    const allowedAt = server.stats.keys.a?.waits[0]?.allowedAt ?? 0;
    expect(allowedAt).toBeGreaterThanOrEqual(date - after);
    expect(allowedAt).toBeLessThanOrEqual(date - before);
    expect(allowedAt).toBeGreaterThanOrEqual(2000);
    expect(server.stats.earlyRetries).toEqual([{ key: "a", at: 1900, allowedAt }]);
  });

  it("count over time", async () => {
    let now = 70;
    const server = await start({ limits: { rpm: 60 }, clock: () => now });
    await call(server, "a");
    await call(server, "b");
    now = 370;
    await call(server, "c");
    const { timeline } = server.stats;
    expect(timeline).toMatchObject({ fromAt: 70, arrived: [2, 0, 0, 1], refused: [1, 0, 0, 1], good: [1] });
    expect(countsBetween(timeline, 0)).toEqual({ arrived: 3, refused: 2, good: 1 });
    expect(countsBetween(timeline, 300)).toEqual({ arrived: 1, refused: 1, good: 0 });
    expect(countsBetween(timeline, 0, 300)).toEqual({ arrived: 2, refused: 1, good: 1 });
  });

  it("keep an answer that is under way at a reset out of the new counts", async () => {
    const server = await start({
      reply: ({ lastUserText }) => ({ latencyMs: lastUserText === "old" ? 1_500 : 0 }),
      limits: { concurrency: 1 },
    });
    const slow = call(server, "old");
    while (server.stats.maxServing === 0) await sleep(2);
    server.reset();
    expect(server.stats).toMatchObject({ requests: 0, inFlight: 1, maxServing: 1 });
    expect((await call(server, "new")).status).toBe(429);
    await slow;
    expect(server.stats).toMatchObject({ inFlight: 0, good: 0, keys: { new: { requests: 1, good: 0 } } });
    expect((await call(server, "new")).status).toBe(200);
  });

  it("are not kept for a benchmark", async () => {
    const server = await start({ record: false });
    await call(server, "a");
    expect(server.stats).toMatchObject({ requests: 1, good: 1, keys: {}, timeline: { fromAt: null, arrived: [] } });
  });

  it("are told over HTTP by a process of its own", async () => {
    const server = await spawnFakeServer({
      text: "from afar",
      limits: { concurrency: 3, rpm: 1, headers: "retry-after" },
      faults: { ...refuses, retryAfterS: 30, persistent: true },
    });
    servers.push(server);
    await call(server, "a");
    await call(server, "a");
    expect(await server.stats()).toMatchObject({
      requests: 2,
      good: 0,
      refused: { requests: 1 },
      faults: { "429-retry-after": 1 },
      keys: { a: { requests: 2, arrivals: [expect.any(Number), expect.any(Number)] } },
      earlyRetries: [{ key: "a" }],
    });
    await server.reset();
    expect(await server.stats()).toMatchObject({ requests: 0, keys: {}, earlyRetries: [] });
    // The bucket is full again: it is the fault that answers.
    expect((await call(server, "b")).headers.get("retry-after")).toBe("30");
    await expect(spawnFakeServer({ limits: { rps: 1 } as object })).rejects.toThrow("no such key: rps");
  });
});
