import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { drawFault, type FakeFaults, type FaultKind } from "./faults.ts";
import { type FakeServer, type FakeServerOptions, startFakeServer } from "./start-fake-server.ts";
import type { FakeRequest } from "./types.ts";

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function start(faults: FakeFaults, options: FakeServerOptions = {}): Promise<FakeServer> {
  const server = await startFakeServer({ faults, ...options });
  servers.push(server);
  return server;
}
function post(server: FakeServer, path: string, stream: boolean, text = "x"): Promise<Response> {
  const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: text }], input: text, stream });
  return fetch(`${server.baseUrl}/v1/${path}`, { method: "POST", body });
}
/** Whether nothing has come of it after a while. */
async function waits(outcome: Promise<unknown>): Promise<boolean> {
  const settled = outcome.then(
    () => false,
    () => false,
  );
  return await Promise.race([settled, sleep(150).then(() => true)]);
}
const request = (n: number, more: Partial<FakeRequest> = {}): FakeRequest => ({
  api: "chat",
  model: "m",
  body: {},
  headers: {},
  lastUserText: `case ${n}`,
  n,
  ...more,
});
const draws = (faults: FakeFaults, more: Partial<FakeRequest> = {}, count = 2000) =>
  Array.from({ length: count }, (_, index) => drawFault(faults, request(index + 1, more)));

describe("drawFault", () => {
  const faults: FakeFaults = { rate: 0.2, kinds: { "500": 3, html: 1, "truncated-sse": 1, "529": 1 }, seed: 7 };

  it("is the same for the same seed, and another for another", () => {
    expect(draws(faults)).toEqual(draws(faults));
    expect(draws(faults)).not.toEqual(draws({ ...faults, seed: 8 }));
  });

  it("keeps the rate and the weights", () => {
    const drawn = draws(faults, { api: "messages", body: { stream: true } }, 20_000);
    const share = (kind: FaultKind) => drawn.filter((each) => each === kind).length / 20_000;
    // Four standard errors are 0.011 of the rate, 0.0085 of the largest kind.
    expect(Math.abs(share("500") - 0.1)).toBeLessThan(0.009);
    for (const kind of ["html", "truncated-sse", "529"] as const) {
      expect(Math.abs(share(kind) - 0.2 / 6)).toBeLessThan(0.006);
    }
    expect(Math.abs(drawn.filter((each) => each !== undefined).length / 20_000 - 0.2)).toBeLessThan(0.012);
  });

  it("draws only what the API and the mode have, at the same rate", () => {
    const plain = draws(faults);
    expect(new Set(plain)).toEqual(new Set([undefined, "500", "html"]));
    const streamed = draws(faults, { api: "messages", body: { stream: true } });
    expect(new Set(streamed)).toEqual(new Set([undefined, "500", "html", "truncated-sse", "529"]));
    const wrong = (drawn: typeof plain) => drawn.map((each) => each !== undefined);
    expect(wrong(plain)).toEqual(wrong(streamed));
    expect(draws({ rate: 1, kinds: { "529": 1 } }, {}, 3)).toEqual([undefined, undefined, undefined]);
  });

  it("stays with the case when it is persistent", () => {
    const persistent = { ...faults, persistent: true };
    const at = (n: number) => draws(persistent, { n, lastUserText: "the same" }, 1)[0];
    expect(new Set([1, 2, 3, 4, 5].map(at)).size).toBe(1);
    expect(draws(persistent).filter((each) => each !== undefined).length).toBeGreaterThan(300);
  });
});

describe("faults", () => {
  const only = (kind: FaultKind): FakeFaults => ({ rate: 1, kinds: { [kind]: 1 }, slowMs: 200 });

  it.each([
    ["429", 429, /Rate limit/],
    ["500", 500, /fake error 500/],
    ["503", 503, /fake error 503/],
    ["html", 200, /^<!doctype html>/],
    ["empty-choices", 200, /"choices":\[\]/],
    ["malformed-json", 200, /^\{"id":"chatcmpl-[^}]*$/],
  ] as const)("%s: an answer that is none", async (kind, status, body) => {
    const server = await start(only(kind));
    const response = await post(server, "chat/completions", false);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    expect(response.headers.get("retry-after")).toBeNull();
    expect(server.stats).toMatchObject({ faults: { [kind]: 1 }, good: 0, requests: 1 });
  });

  it("529: the Messages API is overloaded", async () => {
    const response = await post(await start(only("529")), "messages", true);
    expect([response.status, await response.json()]).toMatchObject([529, { error: { type: "overloaded_error" } }]);
  });

  it.each([
    ["chat/completions", false],
    ["chat/completions", true],
    ["messages", true],
    ["responses", true],
  ])("connections reset and hang: %s, stream %s", async (path, stream) => {
    await expect(post(await start(only("reset-before")), path, stream)).rejects.toThrow("fetch failed");
    const cut = await post(await start(only("reset-body")), path, stream);
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow("terminated");
    expect(await waits(post(await start(only("hang")), path, stream))).toBe(true);
    const stalled = await post(await start(only("hang-body")), path, stream);
    expect(await waits(stalled.text())).toBe(true);
  });

  it.each([
    ["chat/completions", 'finish_reason":"stop'],
    ["messages", "message_stop"],
    ["responses", "response.completed"],
  ])("truncated and broken streams: %s", async (path, ending) => {
    expect(await (await post(await start({ rate: 0, kinds: { html: 1 } }), path, true)).text()).toContain(ending);
    for (const kind of ["truncated-sse", "malformed-json"] as const) {
      const response = await post(await start(only(kind)), path, true);
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const body = await response.text();
      expect(body).not.toContain(ending);
      expect(body.includes("broken")).toBe(kind === "malformed-json");
    }
  });

  it.each([true, false])("wrong-content-type: JSON as text, stream %s", async (stream) => {
    const server = await start(only("wrong-content-type"));
    const response = await post(server, "chat/completions", stream);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: "ok" } }] });
    expect(server.stats.good).toBe(0);
  });

  it.each([true, false])("slow-body: a good answer in the end, stream %s", async (stream) => {
    // Long: a busy machine may see the headers late, but not that late.
    const server = await start({ ...only("slow-body"), slowMs: 1_500 });
    const started = performance.now();
    const response = await post(server, "chat/completions", stream);
    const headersMs = performance.now() - started;
    expect(await response.text()).toMatch(/"finish_reason":"stop"/);
    const wholeMs = performance.now() - started;
    expect(wholeMs).toBeGreaterThanOrEqual(1_490);
    expect(headersMs).toBeLessThan(wholeMs - 40);
    expect(server.stats.good).toBe(1);
  });

  it("draws by arrival: a retry may do better", async () => {
    const server = await start({ rate: 0.5, kinds: { "500": 1 }, seed: 1 });
    const run = async () => {
      server.reset();
      const statuses: number[] = [];
      for (let call = 0; call < 40; call++) statuses.push((await post(server, "messages", false)).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run()).toEqual(first);
    expect(server.stats.keys.x).toMatchObject({ requests: 40, good: first.filter((status) => status === 200).length });
  });

  it("accounts for every request of a mix", async () => {
    const kinds = { "429": 1, "500": 1, "503": 1, "reset-before": 1, "reset-body": 1, html: 1, "empty-choices": 1 };
    const server = await start({ rate: 0.4, kinds, seed: 3 }, { limits: { concurrency: 8 } });
    const untilGood = async (key: string) => {
      do {
        const response = await post(server, "chat/completions", false, key).catch(() => undefined);
        await response?.text().catch(() => undefined);
      } while (server.stats.keys[key]?.good === 0);
    };
    for (let at = 0; at < 200; at += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, index) => untilGood(`case ${at + index}`)));
    }
    const { stats } = server;
    const faulty = Object.values(stats.faults).reduce((sum, count) => sum + count, 0);
    expect(Object.keys(stats.faults).sort()).toEqual(Object.keys(kinds).sort());
    expect(Object.values(stats.keys).every((key) => key.good === 1)).toBe(true);
    expect(stats.requests).toBe(200 + faulty + stats.refused.concurrency);
    expect(stats).toMatchObject({ good: 200, inFlight: 0 });
    expect(stats.maxServing).toBeLessThanOrEqual(8);
  });

  it("takes no fault that it does not know", async () => {
    await expect(start({ rate: 0.2, kinds: { "502": 1 } } as unknown as FakeFaults)).rejects.toThrow("502");
    await expect(start({ rate: 20, kinds: { html: 1 } })).rejects.toThrow("faults.rate");
    await expect(start({ rate: 0.2, kinds: { html: 0 } })).rejects.toThrow("all weights");
  });
});
