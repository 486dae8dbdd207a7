import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secrets } from "../base/secrets.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { callAdapter, FULL_CASE, failureOf, makeAdapter } from "./__fixtures__/programs.ts";
import type { Adapter, AdapterTools } from "./adapter.ts";
import { http } from "./http.ts";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
type Answer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  delayMs?: number;
  cut?: boolean;
  reset?: boolean;
};

let server: Server;
let url: string;
let seen: Seen[];
let answer: Answer;
const open: Adapter[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    if (answer.reset) return void request.socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, answer.delayMs ?? 0));
    const text = answer.body ?? "";
    response.writeHead(answer.status ?? 200, {
      ...answer.headers,
      ...(answer.cut ? { "content-length": "1000" } : {}),
    });
    response.write(text);
    if (answer.cut) setTimeout(() => response.destroy(), 20);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  seen = [];
  answer = { body: "hi" };
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((adapter) => adapter.close?.()));
});

async function adapter(
  options: JsonObject = {},
  more: Partial<ModelSpec> = {},
  tools: Partial<AdapterTools> = {},
): Promise<Adapter> {
  const made = await makeAdapter(http, { url, ...options }, more, tools);
  open.push(made);
  return made;
}

describe("http requests", () => {
  it("posts the request as JSON when no body is stated", async () => {
    await callAdapter(await adapter(), {}, { params: { temperature: 0 } });
    expect(seen[0]).toMatchObject({ method: "POST", url: "/", headers: { "content-type": "application/json" } });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      messages: [{ role: "user", content: "What is 6 × 7?" }],
      input: "What is 6 × 7?",
      params: { temperature: 0 },
      tools: [],
      tool_choice: null,
      output_schema: null,
    });
    expect(seen[0]?.body).not.toContain("secret");
  });

  it("renders a body: a whole `{{ name }}` keeps its value, anything else becomes text", async () => {
    const body = {
      q: "Q: {{ prompt }} ({{ topic }})",
      chat: "{{ messages }}",
      same: "{{ messages | json }}",
      n: "{{ repeat }}",
      deep: ["{{ params.stop }}", "{{ metadata.camelKey }}", 7, null, true],
      text: "n={{ repeat }}",
      id: "{{id}}",
    };
    const messages = [
      { role: "user" as const, content: "first" },
      { role: "assistant" as const, content: 'say "x"' },
      {
        role: "user" as const,
        content: [
          { type: "text" as const, text: "la" },
          { type: "text" as const, text: "st" },
        ],
      },
    ];
    await callAdapter(await adapter({ body }), { repeat: 2 }, { messages, params: { stop: ["a"] } });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      q: "Q: last (sums)",
      chat: messages,
      same: messages,
      n: 2,
      deep: [["a"], "kept", 7, null, true],
      text: "n=2",
      id: "c-1",
    });
  });

  it("takes a body written as one text, JSON by hand or plain", async () => {
    await callAdapter(await adapter({ body: '{"q": {{ prompt | json }}}' }));
    await callAdapter(await adapter({ body: "{{ prompt }}" }));
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ q: "What is 6 × 7?" });
    expect(seen[0]?.headers["content-type"]).toBe("application/json");
    expect(seen[1]).toMatchObject({ body: "What is 6 × 7?", headers: { "content-type": "text/plain; charset=utf-8" } });
  });

  it("renders the URL, sends headers and key, and no body with GET", async () => {
    const made = await adapter(
      { url: `${url}/ask?q={{ prompt | url_encode }}&t={{ vars.topic }}`, method: "GET" },
      { headers: { "x-team": "evals" } },
      { apiKey: "k-123456" },
    );
    await callAdapter(made);
    expect(seen[0]).toMatchObject({
      method: "GET",
      url: `/ask?q=${encodeURIComponent("What is 6 × 7?").replaceAll("%20", "+")}&t=sums`,
      headers: { "x-team": "evals", authorization: "Bearer k-123456" },
      body: "",
    });
  });

  it("lets stated headers win over its own", async () => {
    await callAdapter(
      await adapter(
        {},
        { headers: { "content-type": "application/x-own", Authorization: "Token t" } },
        { apiKey: "k" },
      ),
    );
    expect(seen[0]?.headers).toMatchObject({ "content-type": "application/x-own", authorization: "Token t" });
  });

  it("names a variable that a case lacks, and sends nothing", async () => {
    const made = await adapter({ body: { q: "{{ nonsense }}" } });
    const { error } = await failureOf(callAdapter(made));
    expect(error).toMatchObject({
      kind: "invalid_request",
      retryable: false,
      message: expect.stringContaining("nonsense"),
    });
    expect(seen).toEqual([]);
  });

  it("refuses bad templates, paths and addresses before anything is called", async () => {
    await expect(adapter({ url: "localhost:8000/ask" })).rejects.toMatchObject({ name: "invalid_url" });
    await expect(adapter({ body: { q: "{{ prompt" } })).rejects.toMatchObject({
      name: "invalid_template",
      message: expect.stringContaining("`body`"),
    });
    await expect(adapter({ output: "a[" })).rejects.toMatchObject({
      name: "invalid_path",
      message: expect.stringContaining('model m: `output`: "a[" is no JMESPath'),
    });
    await expect(adapter({ usage: { input_tokens: "(" } })).rejects.toThrow("usage.input_tokens");
  });
});

describe("http answers", () => {
  it("takes the whole body as text without a path", async () => {
    answer = { body: '{"a": 1}\n', headers: { "x-request-id": "r-7" } };
    expect(await callAdapter(await adapter())).toEqual({
      answer: { text: '{"a": 1}\n', toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null },
      usage: {
        inputTokens: null,
        outputTokens: null,
        cacheReadTokens: null,
        cacheWriteTokens: null,
        reasoningTokens: null,
      },
      httpStatus: 200,
      requestId: "r-7",
    });
  });

  it("finds text and usage by JMESPath", async () => {
    answer = {
      body: JSON.stringify({ choices: [{ text: "four" }], n: 4, ok: false, list: [1], usage: { in: 3, out: 0 } }),
    };
    const usage = { input_tokens: "usage.in", output_tokens: "usage.out", reasoning_tokens: "usage.none" };
    const sent = await callAdapter(await adapter({ output: "choices[0].text", usage }));
    expect(sent).toMatchObject({
      answer: { text: "four" },
      usage: { inputTokens: 3, outputTokens: 0, reasoningTokens: null },
    });
    for (const [output, text] of [
      ["n", "4"],
      ["ok", "false"],
      ["list", "[1]"],
    ] as const) {
      expect((await callAdapter(await adapter({ output }))).answer.text).toBe(text);
    }
  });

  it.each([
    ['{"b":1}', "finds nothing in the answer"],
    ["<html>", "the answer is not JSON"],
    ["", "the answer is empty"],
  ])("calls %j no answer: to be tried again", async (body, message) => {
    answer = { body };
    const { error } = await failureOf(callAdapter(await adapter({ output: "a" })));
    expect(error).toMatchObject({
      kind: "bad_response",
      retryable: true,
      httpStatus: 200,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [400, "invalid_request", false],
    [401, "auth", false],
    [403, "auth", false],
    [404, "not_found", false],
    [408, "timeout", true],
    [409, "server", true],
    [425, "server", true],
    [429, "rate_limit", true],
    [500, "server", true],
    [503, "overloaded", true],
    [529, "overloaded", true],
  ])("types status %i as %s", async (status, kind, retryable) => {
    answer = { status, body: '{"error":{"message":"because"}}', headers: { "retry-after": "2" } };
    const failure = await failureOf(callAdapter(await adapter()));
    expect(failure.error).toEqual({ kind, message: `${status} because`, httpStatus: status, retryable });
    expect(failure.retryAfterMs).toBe(2_000);
  });

  it("keeps keys out of messages", async () => {
    const secrets = new Secrets(["k-very-secret", "t-hidden"]);
    answer = { status: 400, body: "bad key k-very-secret and t-hidden" };
    const failure = await failureOf(callAdapter(await adapter({}, {}, { mask: (message) => secrets.mask(message) })));
    expect(failure.error.message).not.toMatch(/very-secret|hidden/);
  });

  it("tells a reset, a refused connection and a body cut short apart, all to be tried again", async () => {
    answer = { reset: true };
    expect((await failureOf(callAdapter(await adapter()))).error).toMatchObject({
      kind: "network",
      retryable: true,
      httpStatus: null,
    });
    answer = { body: "half", cut: true };
    expect((await failureOf(callAdapter(await adapter()))).error).toMatchObject({
      kind: "bad_response",
      retryable: true,
      httpStatus: 200,
    });
    const closed = await adapter({ url: "http://127.0.0.1:1/" });
    expect((await failureOf(callAdapter(closed))).error).toMatchObject({ kind: "network", retryable: true });
  });

  it("ends when the call is aborted", async () => {
    answer = { delayMs: 60_000 };
    const started = performance.now();
    await expect(callAdapter(await adapter(), { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it("knows the case's id in every template", async () => {
    await callAdapter(await adapter({ url: `${url}/{{ id }}` }), { case: { ...FULL_CASE, id: "x-9" } });
    expect(seen[0]?.url).toBe("/x-9");
  });
});
