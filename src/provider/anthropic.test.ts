import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import { ADAPTER_TOOLS, aRequest, DIALECTS, modelFor, sendContext } from "./__fixtures__/dialects.ts";
import { anthropic } from "./anthropic.ts";

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

/** What reached the server. */
async function sent(request: ModelRequest, more: Partial<ModelSpec> = {}) {
  const dialect = DIALECTS.find((each) => each.name === "messages, JSON");
  if (!dialect) throw new Error("no dialect");
  const adapter = await anthropic.create(modelFor(dialect, server.baseUrl, more), ADAPTER_TOOLS);
  await adapter.send(request, sendContext());
  await adapter.close?.();
  const last = server.requests.at(-1);
  if (!last) throw new Error("nothing was sent");
  return last;
}

const schema = { type: "object", properties: {}, additionalProperties: false };

describe("messages requests", () => {
  it("writes every part in the API's form", async () => {
    const request = aRequest("", {
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image", url: "https://host.test/a.png" },
            { type: "image", mediaType: "image/png", data: "iVBOR" },
            { type: "image", url: "data:image/gif;base64,R0lGOD" },
          ],
        },
        {
          role: "assistant",
          content: "",
          toolCalls: [
            { id: "call_1", name: "look", arguments: { at: 1 } },
            { id: "call_2", name: "look", arguments: "{bad" },
          ],
        },
        { role: "tool", content: "a cat", toolCallId: "call_1" },
        { role: "tool", content: "an error", toolCallId: "call_2" },
        { role: "user", content: "Sure?" },
        { role: "assistant", content: "Yes." },
        { role: "system", content: "In French." },
      ],
      params: { temperature: 0, max_tokens: 16, output_config: { effort: "low" } },
      tools: [{ name: "look", description: "Looks.", parameters: { type: "object" }, strict: true }],
      toolChoice: "required",
      outputSchema: { name: "route", schema, strict: true },
    });
    expect((await sent(request)).body).toEqual({
      model: "test-model",
      stream: false,
      temperature: 0,
      max_tokens: 16,
      system: "Be brief.\n\nIn French.",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image", source: { type: "url", url: "https://host.test/a.png" } },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBOR" } },
            { type: "image", source: { type: "base64", media_type: "image/gif", data: "R0lGOD" } },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "tool_use", id: "call_1", name: "look", input: { at: 1 } },
            { type: "tool_use", id: "call_2", name: "look", input: { arguments: "{bad" } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "call_1", content: "a cat" },
            { type: "tool_result", tool_use_id: "call_2", content: "an error" },
          ],
        },
        { role: "user", content: "Sure?" },
        { role: "assistant", content: "Yes." },
      ],
      tools: [{ name: "look", description: "Looks.", input_schema: { type: "object" }, strict: true }],
      tool_choice: { type: "any" },
      output_config: { format: { type: "json_schema", schema }, effort: "low" },
    });
  });

  it("bounds the answer where nobody has", async () => {
    expect((await sent(aRequest("hi"))).body).toEqual({
      model: "test-model",
      stream: false,
      max_tokens: 4096,
      messages: [{ role: "user", content: "hi" }],
    });
  });

  it.each([
    ["auto", { type: "auto" }],
    ["none", { type: "none" }],
    ["required", { type: "any" }],
    [{ name: "look" }, { type: "tool", name: "look" }],
  ] as const)("writes the tool choice %j", async (toolChoice, expected) => {
    const tools = [{ name: "look", parameters: { type: "object" } }];
    expect((await sent(aRequest("x", { tools, toolChoice }))).body.tool_choice).toEqual(expected);
  });
});

describe("the client", () => {
  it.each(["", "/", "/v1", "/v1/"])("reaches the API with a base_url that ends in %j", async (ending) => {
    expect((await sent(aRequest("x"), { baseUrl: `${server.baseUrl}${ending}` })).url).toBe("/v1/messages");
  });

  it("sends large max_tokens, which the SDK would refuse", async () => {
    expect((await sent(aRequest("x", { params: { max_tokens: 64_000 } }))).body.max_tokens).toBe(64_000);
  });

  it("prints nothing, for an ageing model neither", async () => {
    const printed = vi.spyOn(process.stderr, "write");
    const warned = vi.spyOn(console, "warn");
    await sent(aRequest("x"), { model: "claude-sonnet-4-5" });
    expect(server.requests[0]?.model).toBe("claude-sonnet-4-5");
    expect([printed.mock.calls, warned.mock.calls]).toEqual([[], []]);
    vi.restoreAllMocks();
  });

  it("refuses a base_url that is none", async () => {
    await expect(sent(aRequest("x"), { baseUrl: "//nowhere" })).rejects.toThrow('base_url "//nowhere" is no URL');
  });
});
