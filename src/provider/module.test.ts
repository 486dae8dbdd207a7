import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callAdapter, FULL_CASE, failureOf, makeAdapter } from "./__fixtures__/programs.ts";
import type { Adapter } from "./adapter.ts";
import { moduleProvider } from "./module.ts";

let folder: string;
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evals-module-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function adapter(source: string, extension = "mjs"): Promise<Adapter> {
  const path = join(folder, `${++serial}.${extension}`);
  writeFileSync(path, source);
  return makeAdapter(moduleProvider, { path });
}

describe("module", () => {
  it("calls a function in TypeScript or JavaScript, async or not", async () => {
    const typed = await adapter("export default (request: { input: string }): string => 're: ' + request.input;", "ts");
    expect((await callAdapter(typed)).answer).toEqual({
      text: "re: What is 6 × 7?",
      toolCalls: [],
      finishReason: "stop",
      rawFinishReason: null,
      responseId: null,
    });
    const later = await adapter("export default async () => { await null; return 'later'; };");
    expect((await callAdapter(later)).answer.text).toBe("later");
    const common = await adapter("module.exports = () => 'common';", "cjs");
    expect((await callAdapter(common)).answer.text).toBe("common");
  });

  it("tells request and context in snake_case, and never the expected answer", async () => {
    const echo = await adapter(
      "export default (request, { signal, ...context }) => JSON.stringify({ request, context, aborted: signal.aborted });",
    );
    const { answer } = await callAdapter(
      echo,
      { repeat: 3, seed: 11 },
      {
        messages: [
          { role: "assistant", content: "", toolCalls: [{ id: "c", name: "f", arguments: { camelKey: 1 } }] },
          { role: "tool", content: "ok", toolCallId: "c" },
        ],
        params: { max_tokens: 5 },
        outputSchema: { name: "s", schema: { additionalProperties: false }, strict: true },
      },
    );
    expect(JSON.parse(answer.text)).toEqual({
      request: {
        messages: [
          { role: "assistant", content: "", tool_calls: [{ id: "c", name: "f", arguments: { camelKey: 1 } }] },
          { role: "tool", content: "ok", tool_call_id: "c" },
        ],
        input: "What is 6 × 7?",
        params: { max_tokens: 5 },
        tools: [],
        tool_choice: null,
        output_schema: { name: "s", schema: { additionalProperties: false }, strict: true },
      },
      context: {
        case: {
          id: "c-1",
          input: "What is 6 × 7?",
          tags: ["maths"],
          metadata: { camelKey: "kept" },
          vars: { topic: "sums", snake_key: 1 },
        },
        repeat: 3,
        seed: 11,
      },
      aborted: false,
    });
    expect(answer.text).not.toContain("secret");
  });

  it("hands over copies: what a module changes is its own", async () => {
    const rude = await adapter(
      "export default (request, context) => { context.case.tags.push('x'); context.case.metadata.camelKey = 'gone'; return 'ok'; };",
    );
    await callAdapter(rude);
    expect(FULL_CASE.tags).toEqual(["maths"]);
    expect(FULL_CASE.metadata).toEqual({ camelKey: "kept" });
  });

  it("takes an output with usage, cost, latency and tool calls", async () => {
    const full = await adapter(`export default () => ({
      text: "t", tool_calls: [{ id: "1", name: "f", arguments: '{"a":1}' }], usage: { input_tokens: 5, output_tokens: 0 },
      cost_usd: 0.25, latency_ms: 12.5 });`);
    expect(await callAdapter(full)).toEqual({
      answer: {
        text: "t",
        toolCalls: [{ id: "1", name: "f", arguments: { a: 1 } }],
        finishReason: "tool_calls",
        rawFinishReason: null,
        responseId: null,
      },
      usage: { inputTokens: 5, outputTokens: 0, cacheReadTokens: null, cacheWriteTokens: null, reasoningTokens: null },
      costUsd: 0.25,
      latencyMs: 12.5,
      httpStatus: null,
      requestId: null,
    });
  });

  it("leaves latency and cost to be measured when the module says nothing", async () => {
    const sent = await callAdapter(await adapter("export default () => 'x';"));
    expect(sent).not.toHaveProperty("latencyMs");
    expect(sent).not.toHaveProperty("costUsd");
  });

  it("makes a throw an error of kind server that is not tried again", async () => {
    for (const source of [
      "() => { throw new Error('no\\n such thing'); }",
      "async () => { throw new Error('no\\n such thing'); }",
    ]) {
      const { error } = await failureOf(callAdapter(await adapter(`export default ${source};`)));
      expect(error).toEqual({ kind: "server", message: "no such thing", httpStatus: null, retryable: false });
    }
  });

  it.each([
    ["42", "an output is text or {text, …}, not a number"],
    ["undefined", "an output is text or {text, …}, not absent"],
    ["({ label: 'x' })", "an output object has `text` or `tool_calls`; this one has label"],
    ["({ text: 1 })", "`text` should be text, not a number"],
    ["({ text: '', usage: { input_tokens: -1 } })", "`usage.input_tokens` should be a number of 0 or more, not -1"],
    ["({ text: '', cost_usd: '1' })", '`cost_usd` should be a number of 0 or more, not "1"'],
    ["({ tool_calls: [{}] })", "`tool_calls` should be a list of {id, name, arguments}"],
  ])("refuses %s as an output", async (value, message) => {
    const { error } = await failureOf(callAdapter(await adapter(`export default () => ${value};`)));
    expect(error).toMatchObject({ kind: "bad_response", retryable: false, message: expect.stringContaining(message) });
  });

  it("refuses at once a module without a function, and one that cannot be loaded", async () => {
    await expect(adapter("export const run = () => 'x';")).rejects.toMatchObject({
      name: "invalid_module",
      message: expect.stringMatching(
        /model m has no function as its default export; it exports run: write export default/,
      ),
    });
    await expect(adapter("export default 'text';")).rejects.toMatchObject({ name: "invalid_module" });
    await expect(adapter("import 'no-such-package-xyz'; export default () => '';")).rejects.toThrow(
      /no-such-package-xyz.*is it installed/,
    );
    await expect(adapter("export default (", "ts")).rejects.toMatchObject({ name: "invalid_module" });
  });
});
