import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secrets } from "../base/secrets.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import { ADAPTER_TOOLS, aRequest, DIALECTS, type Dialect, modelFor, sendContext } from "./__fixtures__/dialects.ts";
import type { AdapterTools } from "./adapter.ts";
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
