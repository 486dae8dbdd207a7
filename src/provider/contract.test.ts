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
import type { Adapter, AdapterTools, Sent } from "./adapter.ts";

// The adapters with the real SDKs, against a server on loopback that speaks each API as JSON and as a stream.

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
  const adapter = async (more: Parameters<typeof modelFor>[2] = {}, tools: Partial<AdapterTools> = {}) => {
    const made = await dialect.definition.create(modelFor(dialect, server.baseUrl, more), {
      ...ADAPTER_TOOLS,
      ...tools,
    });
    open.push(made);
    return made;
  };
  const send = async (answer: FakeReply, request = aRequest("hello")): Promise<Sent> => {
    reply = answer;
    return (await adapter()).send(request, sendContext());
  };

  describe("answers", () => {
    it("gives text, ids and usage with cache and reasoning tokens", async () => {
      const sent = await send({
        text: "four",
        requestId: "req_7",
        usage: { input: 100, output: 20, cacheRead: 60, cacheWrite: 10, reasoning: 15 },
      });
      expect(sent).toEqual({
        answer: {
          text: "four",
          toolCalls: [],
          finishReason: "stop",
          rawFinishReason: dialect.rawFinish.stop,
          responseId: `${dialect.idPrefix}fake-1`,
        },
        usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 60, cacheWriteTokens: 10, reasoningTokens: 15 },
        httpStatus: 200,
        requestId: "req_7",
      });
    });

    it("says null, never 0, for what the API did not say", async () => {
      const nothing = {
        inputTokens: null,
        outputTokens: null,
        cacheReadTokens: null,
        cacheWriteTokens: null,
        reasoningTokens: null,
      };
      expect((await send({ usage: null })).usage).toEqual(nothing);
      expect((await send({ usage: { input: 5, output: 0 } })).usage).toEqual({
        ...nothing,
        inputTokens: 5,
        outputTokens: 0,
      });
      expect((await send({ usage: { input: 5, output: 2, cacheRead: 0 } })).usage.cacheReadTokens).toBe(0);
    });

    it.each(dialect.finishes)("maps $raw to $finishReason", async ({ reply: answer, finishReason, raw }) => {
      const { answer: given } = await send({ text: "so far", ...answer });
      expect(given).toMatchObject({ text: "so far", finishReason, rawFinishReason: raw });
    });

    it("keeps long and unusual texts whole", async () => {
      const text = `é漢🙂\u2028"\\\n${"long ".repeat(20_000)}`;
      expect((await send({ text })).answer.text).toBe(text);
    });

    it("takes an empty text with a finish for an answer", async () => {
      const sent = await send({ text: "", finish: "length", usage: { input: 3, output: 16, reasoning: 16 } });
      expect(sent.answer).toMatchObject({ text: "", finishReason: "length" });
      const silent = await send({ text: "", usage: { input: 3, output: 2 } });
      expect(silent.answer).toMatchObject({ text: "", finishReason: "stop" });
    });

    it("survives rate-limit headers that it cannot read", async () => {
      const headers = {
        "retry-after": "never",
        "x-ratelimit-reset-requests": "??",
        "anthropic-ratelimit-requests-reset": "x",
      };
      expect((await send({ text: "fine", headers })).answer.text).toBe("fine");
    });

    it("gives tool calls with parsed arguments", async () => {
      const { answer } = await send({
        toolCalls: [
          { id: "call_a", name: "weather", arguments: { city: "Rome", days: [1, 2] } },
          { id: "call_b", name: "now", arguments: {} },
        ],
      });
      expect(answer).toMatchObject({
        text: "",
        finishReason: "tool_calls",
        rawFinishReason: dialect.rawFinish.tool_calls,
      });
      expect(answer.toolCalls).toEqual([
        { id: "call_a", name: "weather", arguments: { city: "Rome", days: [1, 2] } },
        { id: "call_b", name: "now", arguments: {} },
      ]);
    });

    it("gives text beside tool calls, and calls that finish with `stop`", async () => {
      const toolCalls = [{ id: "call_a", name: "weather", arguments: { city: "Rome" } }];
      const { answer } = await send({ text: "Let me see.", toolCalls, finish: "stop" });
      expect(answer).toMatchObject({
        text: "Let me see.",
        finishReason: "tool_calls",
        rawFinishReason: dialect.rawFinish.stop,
      });
    });

    it("keeps malformed arguments raw", async () => {
      const { answer } = await send({ toolCalls: [{ id: "call_a", name: "weather", arguments: '{"city": "Ro' }] });
      expect(answer.finishReason).toBe("malformed_tool_call");
      expect(answer.rawFinishReason).toBe(dialect.rawFinish.tool_calls);
      expect(answer.toolCalls).toEqual([{ id: "call_a", name: "weather", arguments: '{"city": "Ro' }]);
    });

    it("says `length`, not malformed, where the limit cut the arguments off", async () => {
      const { answer } = await send({ toolCalls: [{ name: "weather", arguments: '{"ci' }], finish: "length" });
      expect(answer.finishReason).toBe("length");
    });
  });

  describe("connections", () => {
    it.each(["hang", "hang-body"] as const)("closes the socket when the signal aborts: %s", async (fault) => {
      reply = { text: "a longer answer", fault };
      const made = await adapter();
      const controller = new AbortController();
      const sending = made.send(aRequest("x"), sendContext({ signal: controller.signal }));
      const outcome = sending.then(
        () => "answered",
        () => "rejected",
      );
      await until(() => server.stats.inFlight === 1);
      if (fault === "hang-body") await new Promise((resolve) => setTimeout(resolve, 30));
      controller.abort();
      expect(await outcome).toBe("rejected");
      await until(() => server.stats.abandoned === 1);
      expect(server.stats.inFlight).toBe(0);
    });

    it("uses a connection again", async () => {
      const made = await adapter();
      const before = server.stats.connections;
      for (let n = 0; n < 8; n++) await made.send(aRequest("x"), sendContext());
      expect(server.stats.connections - before).toBeLessThanOrEqual(2);
    });

    it("waits for a slow body", async () => {
      expect((await send({ text: "slow", fault: "slow-body", latencyMs: 60 })).answer.text).toBe("slow");
    });
  });

  describe("headers", () => {
    it("sends the key, and the model's own headers", async () => {
      await (await adapter({ headers: { "X-Team": "evals", "User-Agent": "mine" } })).send(
        aRequest("x"),
        sendContext(),
      );
      expect(server.requests[0]?.headers).toMatchObject({
        authorization: `Bearer ${API_KEY}`,
        "x-team": "evals",
        "user-agent": "mine",
      });
    });

    it("sends no credential without a key", async () => {
      await (await adapter({}, { apiKey: null })).send(aRequest("x"), sendContext());
      const { headers } = server.requests[0] ?? { headers: {} };
      expect(Object.keys(headers).filter((name) => /auth|key|token/.test(name))).toEqual([]);
    });

    it("sends a credential that the model's headers state, without a key", async () => {
      await (await adapter({ headers: { "api-key": "azure-1" } }, { apiKey: null })).send(aRequest("x"), sendContext());
      expect(server.requests[0]?.headers).toMatchObject({ "api-key": "azure-1" });
      expect(server.requests[0]?.headers.authorization).toBeUndefined();
    });
  });

  describe("time", () => {
    it("tells the first content before the answer, once there is any", async () => {
      const told: string[] = [];
      const context = sendContext({ firstToken: () => told.push("first"), progress: () => told.push("progress") });
      reply = { text: "some words", latencyMs: 40, firstTokenMs: 10 };
      await (await adapter()).send(aRequest("x"), context);
      if (!dialect.stream) return expect(told).toEqual([]);
      expect(told[0]).toBe("progress");
      expect(told).toContain("first");
      // Not for the opening event, which is no content.
      expect(told.indexOf("first")).toBeGreaterThan(1);
      expect(told.filter((each) => each === "progress").length).toBeGreaterThan(3);
    });

    it("counts a tool call as first content", async () => {
      let first = 0;
      reply = { toolCalls: [{ name: "weather", arguments: { city: "Rome" } }] };
      await (await adapter()).send(aRequest("x"), sendContext({ firstToken: () => void first++ }));
      expect(first > 0).toBe(dialect.stream);
    });
  });
});

async function until(done: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!done()) {
    if (performance.now() > deadline) throw new Error("it did not happen within 30 s");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
