import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import type { FakeReply } from "../testing/fake-server/types.ts";
import {
  ADAPTER_TOOLS,
  API_KEY,
  aRequest,
  DIALECTS,
  type Dialect,
  modelFor,
  sendContext,
} from "./__fixtures__/dialects.ts";
import { type Adapter, SendError, type Sent } from "./adapter.ts";

// What goes wrong, typed: the adapters with the real SDKs against a server that fails in every way there is.

let server: FakeServer;
let reply: FakeReply;
const open: Adapter[] = [];

beforeAll(async () => {
  server = await startFakeServer({ reply: () => reply });
});
beforeEach(() => {
  server.reset();
  reply = {};
});
afterAll(async () => {
  await Promise.all(open.map((adapter) => adapter.close?.()));
  await server.close();
});

describe.each(DIALECTS)("$name", (dialect: Dialect) => {
  const send = async (answer: FakeReply): Promise<Sent> => {
    reply = answer;
    const made = await dialect.definition.create(modelFor(dialect, server.baseUrl), ADAPTER_TOOLS);
    open.push(made);
    return made.send(aRequest("hello"), sendContext());
  };
  const failure = async (answer: FakeReply): Promise<SendError> => {
    const thrown: unknown = await send(answer).catch((error: unknown) => error);
    if (!(thrown instanceof SendError)) throw new Error(`no SendError: ${String(thrown)}`, { cause: thrown });
    return thrown;
  };

  const errors: readonly [string, FakeReply, { kind: string; retryable: boolean; status: number }][] = [
    [
      "401",
      { error: { status: 401, message: "Incorrect API key provided: sk-live_abcdef." } },
      { kind: "auth", retryable: false, status: 401 },
    ],
    ["402", { error: { status: 402 } }, { kind: "auth", retryable: false, status: 402 }],
    ["403", { error: { status: 403 } }, { kind: "auth", retryable: false, status: 403 }],
    ["404", { error: { status: 404 } }, { kind: "not_found", retryable: false, status: 404 }],
    [
      "400",
      { error: { status: 400, message: "temperature is too high" } },
      { kind: "invalid_request", retryable: false, status: 400 },
    ],
    [
      "408",
      { error: { status: 408, message: "Request timed out" } },
      { kind: "timeout", retryable: true, status: 408 },
    ],
    ["409", { error: { status: 409 } }, { kind: "server", retryable: true, status: 409 }],
    ["422", { error: { status: 422 } }, { kind: "invalid_request", retryable: false, status: 422 }],
    ["425", { error: { status: 425 } }, { kind: "server", retryable: true, status: 425 }],
    ["429", { error: { status: 429 } }, { kind: "rate_limit", retryable: true, status: 429 }],
    ["500", { error: { status: 500 } }, { kind: "server", retryable: true, status: 500 }],
    [
      "502 in HTML",
      { error: { status: 502, body: "<html><title>x</title><h1>Bad gateway</h1></html>" } },
      { kind: "server", retryable: true, status: 502 },
    ],
    ["503", { error: { status: 503 } }, { kind: "overloaded", retryable: true, status: 503 }],
    ["504 without a body", { error: { status: 504, body: "" } }, { kind: "server", retryable: true, status: 504 }],
    ["529", { error: { status: 529 } }, { kind: "overloaded", retryable: true, status: 529 }],
    ["HTML with a 200", { fault: "html" }, { kind: "bad_response", retryable: true, status: 200 }],
    ["malformed JSON", { fault: "malformed-json" }, { kind: "bad_response", retryable: true, status: 200 }],
    ["no choices", { fault: "empty-choices" }, { kind: "bad_response", retryable: true, status: 200 }],
    [
      "an answer cut short",
      { text: "half of it", fault: "truncated-sse" },
      { kind: "bad_response", retryable: true, status: 200 },
    ],
    [
      "a reset in the body",
      { text: "half of it", fault: "reset-body" },
      { kind: "bad_response", retryable: true, status: 200 },
    ],
  ];

  it.each(errors)("types %s", async (_name, answer, { kind, retryable, status }) => {
    const { error, requestId } = await failure({ requestId: "req_e", ...answer });
    expect(error).toMatchObject({ kind, retryable, httpStatus: status });
    expect(requestId).toBe("req_e");
    expect(error.message).not.toMatch(/[\n\r]/);
    expect(error.message.length).toBeGreaterThan(3);
  });

  it.each([
    ["an overload", { code: "overloaded_error", type: "overloaded_error" }, { kind: "overloaded", retryable: true }],
    [
      "a rate limit",
      { code: "rate_limit_exceeded", type: "rate_limit_error" },
      { kind: "rate_limit", retryable: true },
    ],
    ["a failure of the server", { code: "server_error", type: "api_error" }, { kind: "server", retryable: true }],
    ["a gateway's status", { code: "502", type: "502" }, { kind: "server", retryable: true }],
    [
      "an invalid request",
      { code: "invalid_request_error", type: "invalid_request_error" },
      { kind: "invalid_request", retryable: false },
    ],
  ])("types %s that comes with a 200", async (_name, error, expected) => {
    const thrown = await failure({ text: "half of it", error: { status: 200, message: "it broke", ...error } });
    expect(thrown.error).toMatchObject({ ...expected, httpStatus: 200, message: "it broke" });
  });

  it("answers `context_length` where a stream says so", async () => {
    const error = { status: 200, code: "context_length_exceeded", message: "prompt is too long" };
    expect((await send({ error })).answer.finishReason).toBe("context_length");
  });

  it("types a reset before the headers", async () => {
    const { error } = await failure({ fault: "reset-before" });
    expect(error).toMatchObject({ kind: "network", retryable: true, httpStatus: null });
  });

  it("types a server that is not there", async () => {
    const gone = await startFakeServer();
    await gone.close();
    const made = await dialect.definition.create(modelFor(dialect, gone.baseUrl), ADAPTER_TOOLS);
    open.push(made);
    await expect(made.send(aRequest("x"), sendContext())).rejects.toMatchObject({
      error: {
        kind: "network",
        retryable: true,
        httpStatus: null,
        message: expect.stringContaining(`127.0.0.1:${gone.port}`),
      },
    });
  });

  it("sends each request once: retries are ours", async () => {
    await failure({ error: { status: 500 }, headers: { "x-should-retry": "true" } });
    await failure({ error: { status: 429 }, headers: { "retry-after": "0" } });
    expect(server.stats.requests).toBe(2);
  });

  it("says how long to wait", async () => {
    const waits = async (status: number, headers: Record<string, string>) =>
      (await failure({ error: { status }, headers })).retryAfterMs;
    expect(await waits(429, { "retry-after-ms": "120" })).toBe(120);
    expect(await waits(503, { "retry-after": "2" })).toBe(2000);
    expect(await waits(429, { "x-ratelimit-reset-requests": "6m0s" })).toBe(360_000);
    expect(await waits(500, {})).toBeNull();
  });

  it("keeps messages short and masks secrets, its own key above all", async () => {
    const { error } = await failure({
      error: { status: 400, message: `bad ${API_KEY}\n and sk-other_12345 ${"x".repeat(900)}` },
    });
    expect(error.message).not.toContain(API_KEY);
    expect(error.message).not.toContain("sk-other");
    expect(error.message.length).toBeLessThanOrEqual(300);
    expect(error.message).toMatch(/^400 bad \*\*\* and sk-\*\*\* x+…$/);
  });

  it.each([{ error: { detail: "x" } }, { message: "from vLLM" }, { detail: "from FastAPI" }, { error: "from Ollama" }])(
    "finds the message of $0",
    async (body) => {
      const { error } = await failure({ error: { status: 400, body } });
      expect(error.message).toContain(Object.values(body).find((value) => typeof value === "string") ?? "400");
    },
  );

  it.each([
    [
      "OpenAI's code",
      { status: 400, message: "too many tokens", code: "context_length_exceeded", type: "context_length_exceeded" },
    ],
    ["OpenAI's words", { status: 400, message: "This model's maximum context length is 8192 tokens." }],
    ["Anthropic's words", { status: 400, message: "prompt is too long: 210000 tokens > 200000 maximum" }],
    [
      "Anthropic's sum",
      { status: 400, message: "input length and `max_tokens` exceed context limit: 199758 + 4096 > 200000" },
    ],
    ["vLLM's shape", { status: 400, body: { object: "error", message: "maximum context length is 4096", code: 400 } }],
    [
      "llama.cpp's words",
      { status: 400, message: "the request exceeds the available context size", type: "exceed_context_size_error" },
    ],
  ])("answers `context_length` for %s", async (_name, error) => {
    const sent = await send({ error, requestId: "req_c" });
    expect(sent).toMatchObject({
      answer: { text: "", finishReason: "context_length", toolCalls: [] },
      httpStatus: 400,
      requestId: "req_c",
    });
    expect(sent.usage.inputTokens).toBeNull();
  });

  it.each([
    ["Azure's code", { status: 400, body: { error: { message: "filtered", code: "content_filter", innererror: {} } } }],
    ["Anthropic's words", { status: 400, message: "Output blocked by content filtering policy" }],
  ])("answers `content_filter` for %s", async (_name, error) => {
    expect((await send({ error })).answer).toMatchObject({ text: "", finishReason: "content_filter" });
  });
});
