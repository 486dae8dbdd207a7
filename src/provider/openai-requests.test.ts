import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
