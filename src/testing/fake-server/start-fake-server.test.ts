import { afterEach, describe, expect, it } from "vitest";
import { spawnFakeServer } from "./spawn-fake-server.ts";
import { type FakeServer, type FakeServerOptions, startFakeServer } from "./start-fake-server.ts";

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function start(options?: FakeServerOptions): Promise<FakeServer> {
  const server = await startFakeServer(options);
  servers.push(server);
  return server;
}
function post(baseUrl: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${baseUrl}/v1/${path}`, { method: "POST", body: JSON.stringify(body) });
}
const user = (content: unknown) => ({ model: "m", messages: [{ role: "user", content }] });

describe("startFakeServer", () => {
  it("answers what it is asked to answer, else ok, in each API", async () => {
    const { baseUrl } = await start();
    const chat = await (await post(baseUrl, "chat/completions", user("route this [[answer:billing]]"))).json();
    expect(chat).toMatchObject({ choices: [{ message: { content: "billing" }, finish_reason: "stop" }] });
    const parts = [{ type: "text", text: "[[answer:a\nb]]" }, { type: "image" }];
    const messages = await (await post(baseUrl, "messages", user(parts))).json();
    expect(messages).toMatchObject({ content: [{ type: "text", text: "a\nb" }], stop_reason: "end_turn" });
    const responses = await (await post(baseUrl, "responses", { model: "m", input: "hi" })).json();
    expect(responses).toMatchObject({
      output: [{ content: [{ type: "output_text", text: "ok" }] }],
      status: "completed",
    });
  });

  it("counts tokens by length", async () => {
    const { baseUrl } = await start();
    const body = { model: "m", system: "12345678", messages: [{ role: "user", content: "[[answer:12345]]" }] };
    const { usage } = (await (await post(baseUrl, "messages", body)).json()) as { usage: unknown };
    // (8 + 16) / 4 read; 5 / 4, rounded up, written.
    expect(usage).toMatchObject({ input_tokens: 6, output_tokens: 2 });
  });

  it("streams as the real APIs do", async () => {
    const { baseUrl } = await start({ reply: () => ({ text: "four", usage: { input: 3, output: 1 } }) });
    const events = async (path: string, more: object = {}) => {
      const response = await post(baseUrl, path, { ...user("x"), input: "x", stream: true, ...more });
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      return (await response.text()).trim().split("\n\n");
    };
    const plain = await events("chat/completions");
    expect(plain.at(-1)).toBe("data: [DONE]");
    expect(plain.some((event) => event.includes("usage"))).toBe(false);
    const counted = await events("chat/completions", { stream_options: { include_usage: true } });
    expect(counted.at(-2)).toContain('"choices":[],"usage":{"prompt_tokens":3');
    const names = (list: readonly string[]) => [...new Set(list.map((event) => /^event: (\S+)/.exec(event)?.[1]))];
    expect(names(await events("messages"))).toEqual([
      "message_start",
      "ping",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const responses = await events("responses");
    expect(names(responses)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(responses.map((event) => Number(/"sequence_number":(\d+)/.exec(event)?.[1]))).toEqual(
      responses.map((_, n) => n),
    );
  });

  it("remembers requests and counts what is in flight", async () => {
    const seen: number[] = [];
    const server = await start({
      reply: ({ n }) => {
        seen.push(n);
        return { latencyMs: 30 };
      },
    });
    await Promise.all(["a", "b", "c"].map(async (text) => (await post(server.baseUrl, "messages", user(text))).text()));
    expect(seen).toEqual([1, 2, 3]);
    expect(server.requests.map((each) => each.lastUserText).sort()).toEqual(["a", "b", "c"]);
    expect(server.stats).toMatchObject({ requests: 3, byApi: { chat: 0, responses: 0, messages: 3 }, maxInFlight: 3 });
    server.reset();
    expect(server.requests).toEqual([]);
    expect(server.stats).toMatchObject({ requests: 0, maxInFlight: 0 });
  });

  it("keeps no requests where that is switched off", async () => {
    const server = await start({ record: false });
    await (await post(server.baseUrl, "messages", user("x"))).text();
    expect([server.requests.length, server.stats.requests]).toEqual([0, 1]);
  });

  it("takes its time", async () => {
    const { baseUrl } = await start({ reply: () => ({ text: "some words", latencyMs: 80, firstTokenMs: 30 }) });
    const started = performance.now();
    const response = await post(baseUrl, "messages", { ...user("x"), stream: true });
    const firstMs = performance.now() - started;
    await response.text();
    expect(firstMs).toBeGreaterThanOrEqual(28);
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
  });

  it("refuses other paths and bodies", async () => {
    const { baseUrl } = await start();
    expect((await post(baseUrl, "nothing", {})).status).toBe(404);
    expect((await fetch(`${baseUrl}/v1/messages`, { method: "POST", body: "{" })).status).toBe(400);
  });
});

describe("spawnFakeServer", () => {
  it("runs as a process of its own until it is closed", async () => {
    const server = await spawnFakeServer({ latencyMs: 1, text: "from afar" });
    const reply = await (await post(server.baseUrl, "chat/completions", user("x"))).json();
    expect(reply).toMatchObject({ choices: [{ message: { content: "from afar" } }] });
    await server.close();
    await expect(post(server.baseUrl, "messages", user("x"))).rejects.toThrow();
  });

  it("says why it did not start", async () => {
    const server = await start();
    await expect(spawnFakeServer({ port: server.port })).rejects.toThrow("EADDRINUSE");
  });
});
