import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secrets } from "../base/secrets.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import { ADAPTER_TOOLS, aRequest, DIALECTS, type Dialect, modelFor, sendContext } from "./__fixtures__/dialects.ts";
import type { AdapterTools } from "./adapter.ts";
import { chatRequest } from "./openai/chat-request.ts";
import { openai } from "./openai.ts";

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

function dialect(name: string): Dialect {
  const found = DIALECTS.find((each) => each.name === name);
  if (!found) throw new Error(`no dialect ${name}`);
  return found;
}

/** The body that reached the server. */
async function sent(
  name: string,
  request: ModelRequest,
  more: Partial<ModelSpec> = {},
  tools: Partial<AdapterTools> = {},
) {
  const adapter = await openai.create(modelFor(dialect(name), server.baseUrl, more), { ...ADAPTER_TOOLS, ...tools });
  await adapter.send(request, sendContext());
  await adapter.close?.();
  const last = server.requests.at(-1);
  if (!last) throw new Error("nothing was sent");
  return last;
}

const PNG = "iVBORw0KGgo=";
const SCHEMA: JsonObject = { type: "object", properties: { queue: { type: "string" } }, required: ["queue"] };
const CONVERSATION: ModelRequest["messages"] = [
  { role: "system", content: "Be brief." },
  {
    role: "user",
    content: [
      { type: "text", text: "What is it?" },
      { type: "image", url: "https://host.test/a.png" },
      { type: "image", mediaType: "image/png", data: PNG },
    ],
  },
  { role: "assistant", content: "", toolCalls: [{ id: "call_1", name: "look", arguments: { at: 1 } }] },
  { role: "tool", content: "a cat", toolCallId: "call_1" },
  { role: "assistant", content: "A cat." },
  { role: "user", content: "Sure?", name: "ann" },
];
const FULL = aRequest("", {
  messages: CONVERSATION,
  params: { temperature: 0, max_tokens: 16, logit_bias: { "1": 2 } },
  tools: [
    { name: "look", description: "Looks.", parameters: { type: "object" } },
    { name: "ask", parameters: { type: "object" }, strict: true },
  ],
  toolChoice: { name: "look" },
  outputSchema: { name: "route", schema: SCHEMA, strict: true },
});

describe("chat requests", () => {
  it("writes every part in the API's form", async () => {
    expect((await sent("chat, JSON", FULL)).body).toEqual({
      model: "test-model",
      stream: false,
      temperature: 0,
      max_tokens: 16,
      logit_bias: { "1": 2 },
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image_url", image_url: { url: "https://host.test/a.png" } },
            { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
        },
        { role: "tool", tool_call_id: "call_1", content: "a cat" },
        { role: "assistant", content: "A cat." },
        { role: "user", content: "Sure?", name: "ann" },
      ],
      tools: [
        { type: "function", function: { name: "look", description: "Looks.", parameters: { type: "object" } } },
        { type: "function", function: { name: "ask", parameters: { type: "object" }, strict: true } },
      ],
      tool_choice: { type: "function", function: { name: "look" } },
      response_format: { type: "json_schema", json_schema: { name: "route", schema: SCHEMA, strict: true } },
    });
  });

  it("sends nothing that was not asked for", async () => {
    expect((await sent("chat, JSON", aRequest("hi"))).body).toEqual({
      model: "test-model",
      stream: false,
      messages: [{ role: "user", content: "hi" }],
    });
  });

  it.each([
    [null, "max_completion_tokens"],
    ["https://api.openai.com/v1", "max_completion_tokens"],
    ["https://eu.api.openai.com/v1/", "max_completion_tokens"],
    ["http://localhost:11434/v1", "max_tokens"],
    ["https://api.openai.com.evil.test/v1", "max_tokens"],
  ])("names the token limit for %s", (baseUrl, name) => {
    const model = { ...modelFor(dialect("chat, JSON"), ""), baseUrl };
    const body = chatRequest(aRequest("x", { params: { max_tokens: 9 } }), model);
    expect(Object.fromEntries(Object.entries(body).filter(([key]) => key.startsWith("max")))).toEqual({ [name]: 9 });
  });

  it("prefers the API's own name where both are written", () => {
    const model = { ...modelFor(dialect("chat, JSON"), ""), baseUrl: null };
    const body = chatRequest(aRequest("x", { params: { max_tokens: 9, max_completion_tokens: 50 } }), model);
    expect(body).toMatchObject({ max_completion_tokens: 50 });
    expect(body).not.toHaveProperty("max_tokens");
  });

  it("asks a stream for its usage, unless the user has stated what the stream has", async () => {
    expect((await sent("chat, stream", aRequest("x"))).body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    const own = aRequest("x", { params: { stream_options: { include_usage: false }, stream: false } });
    expect((await sent("chat, stream", own)).body).toMatchObject({
      stream: true,
      stream_options: { include_usage: false },
    });
  });

  it("adds a prompt's tools to those of params", async () => {
    const request = aRequest("x", {
      params: { tools: [{ type: "web_search" }] },
      tools: [{ name: "f", parameters: {} }],
    });
    expect((await sent("chat, JSON", request)).body.tools).toMatchObject([
      { type: "web_search" },
      { type: "function" },
    ]);
  });

  it("numbers tool calls without ids", async () => {
    const messages: ModelRequest["messages"] = [
      {
        role: "assistant",
        content: "",
        toolCalls: [
          { id: null, name: "a", arguments: {} },
          { id: null, name: "b", arguments: "{bad" },
        ],
      },
      { role: "tool", content: "1" },
      { role: "tool", content: "2" },
    ];
    const { body } = await sent("chat, JSON", aRequest("", { messages }));
    expect(body.messages).toMatchObject([
      { tool_calls: [{ id: "call_1" }, { id: "call_2", function: { arguments: "{bad" } }] },
      { tool_call_id: "call_1" },
      { tool_call_id: "call_2" },
    ]);
  });
});

describe("responses requests", () => {
  it("writes every part in the API's form", async () => {
    const { body } = await sent("responses, JSON", { ...FULL, params: { ...FULL.params, text: { verbosity: "low" } } });
    expect(body).toEqual({
      model: "test-model",
      stream: false,
      temperature: 0,
      max_output_tokens: 16,
      logit_bias: { "1": 2 },
      input: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "input_text", text: "What is it?" },
            { type: "input_image", detail: "auto", image_url: "https://host.test/a.png" },
            { type: "input_image", detail: "auto", image_url: `data:image/png;base64,${PNG}` },
          ],
        },
        { type: "function_call", call_id: "call_1", name: "look", arguments: '{"at":1}' },
        { type: "function_call_output", call_id: "call_1", output: "a cat" },
        { role: "assistant", content: "A cat." },
        { role: "user", content: "Sure?" },
      ],
      tools: [
        { type: "function", name: "look", description: "Looks.", parameters: { type: "object" }, strict: false },
        { type: "function", name: "ask", parameters: { type: "object" }, strict: true },
      ],
      tool_choice: { type: "function", name: "look" },
      text: { format: { type: "json_schema", name: "route", schema: SCHEMA, strict: true }, verbosity: "low" },
    });
  });
});

describe("the client", () => {
  it("goes where base_url says, a query and a trailing slash included", async () => {
    const { url } = await sent("chat, JSON", aRequest("x"), {
      baseUrl: `${server.baseUrl}/v1/?api-version=2026-01-01`,
    });
    expect(url).toBe("/v1/chat/completions?api-version=2026-01-01");
  });

  it("takes organization and project from the given environment alone", async () => {
    const env = { OPENAI_ORG_ID: "org-1", OPENAI_PROJECT_ID: "proj-1" };
    expect((await sent("chat, JSON", aRequest("x"), {}, { env })).headers).toMatchObject({
      "openai-organization": "org-1",
      "openai-project": "proj-1",
    });
    expect((await sent("chat, JSON", aRequest("x"))).headers["openai-organization"]).toBeUndefined();
  });

  it("refuses a base_url that is none", async () => {
    const model = modelFor(dialect("chat, JSON"), "", { baseUrl: "localhost" });
    await expect(openai.create(model, ADAPTER_TOOLS)).rejects.toThrow('base_url "localhost" is no URL');
  });

  it("says at once, and without the key, that a key is no header", async () => {
    const model = modelFor(dialect("chat, JSON"), server.baseUrl);
    const secrets = new Secrets(["two\nlines"]);
    const mask = (message: string) => secrets.mask(message);
    const adapter = await openai.create(model, { ...ADAPTER_TOOLS, apiKey: "two\nlines", mask });
    const thrown: unknown = await adapter.send(aRequest("x"), sendContext()).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ error: { kind: "invalid_request", retryable: false, httpStatus: null } });
    expect(String(thrown)).not.toContain("lines");
    await adapter.close?.();
  });
});

describe("embeddings", () => {
  const texts = ["the red fox", "a red fox", "nothing alike"];

  it("asks for all texts at once, without the settings of chat", async () => {
    const model = { model: "text-embedding-3-small", params: { dimensions: 64, max_tokens: 5, temperature: 0 } };
    const request = aRequest("", { embed: texts, params: model.params });
    const { url, body } = await sent("chat, stream", request, model);
    expect(url).toBe("/v1/embeddings");
    expect(body).toEqual({ model: model.model, input: texts, encoding_format: "float", dimensions: 64 });
  });

  it("gives one vector a text, in their order, and what was read", async () => {
    const adapter = await openai.create(modelFor(dialect("chat, JSON"), server.baseUrl), ADAPTER_TOOLS);
    const { answer, usage } = await adapter.send(aRequest("", { embed: texts }), sendContext());
    await adapter.close?.();
    const [a = [], b = [], c = []] = answer.embeddings ?? [];
    const dot = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
    expect(answer.embeddings).toHaveLength(3);
    expect(dot(a, b)).toBe(2);
    expect(dot(a, c)).toBe(0);
    expect(usage).toMatchObject({ inputTokens: 9, outputTokens: 0 });
  });
});

describe("log probabilities", () => {
  const logprobs = [
    {
      token: "4",
      logprob: -0.1,
      bytes: [52],
      top_logprobs: [
        { token: "4", logprob: -0.1 },
        { token: "5", logprob: -2.4 },
      ],
    },
  ];

  it.each(["chat, JSON", "chat, stream"])("are asked for and read: %s", async (name) => {
    const own = await startFakeServer({ reply: () => ({ text: "4", logprobs }) });
    const adapter = await openai.create(modelFor(dialect(name), own.baseUrl), ADAPTER_TOOLS);
    const { answer } = await adapter.send(aRequest("rate it", { logprobs: 20 }), sendContext());
    await adapter.close?.();
    expect(own.requests[0]?.body).toMatchObject({ logprobs: true, top_logprobs: 20 });
    expect(answer.logprobs).toEqual([
      {
        token: "4",
        logprob: -0.1,
        top: [
          { token: "4", logprob: -0.1 },
          { token: "5", logprob: -2.4 },
        ],
      },
    ]);
    await own.close();
  });

  it("are not there where nobody asked", async () => {
    const adapter = await openai.create(modelFor(dialect("chat, JSON"), server.baseUrl), ADAPTER_TOOLS);
    expect((await adapter.send(aRequest("hi"), sendContext())).answer).not.toHaveProperty("logprobs");
    await adapter.close?.();
  });
});

describe("abilities", () => {
  const of = (model: string, baseUrl: string | null = null, options: JsonObject = {}) =>
    openai.abilities?.({ ...modelFor(dialect("chat, JSON"), "http://x"), model, baseUrl, options });

  it("are those of the model and of the server", () => {
    expect(of("gpt-4.1-mini")).toEqual({ structuredOutput: true, logprobs: true, embeddings: true });
    expect(of("gpt-4-0613")).toMatchObject({ structuredOutput: false, logprobs: true });
    expect(of("gpt-3.5-turbo")).toMatchObject({ structuredOutput: false });
    expect(of("o4-mini")).toMatchObject({ structuredOutput: true, logprobs: false });
    expect(of("gpt-5-mini")).toMatchObject({ logprobs: false });
    expect(of("gpt-4.1", null, { api: "responses" })).toMatchObject({ structuredOutput: true, logprobs: false });
    expect(of("llama3", "http://127.0.0.1:11434/v1")).toMatchObject({ structuredOutput: false, logprobs: true });
    expect(of("gpt-4o", "https://x.openai.azure.com/openai/v1")).toMatchObject({ structuredOutput: true });
  });
});
