import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { model, request } from "./__fixtures__/parts.ts";
import { modelDigest, trialFingerprint } from "./fingerprint.ts";

const digest = (more: Partial<ModelSpec> = {}, contents: readonly string[] = []) => modelDigest(model(more), contents);

describe("modelDigest", () => {
  const base = digest();

  it.each<[string, Partial<ModelSpec>]>([
    ["provider", { provider: "anthropic" }],
    ["model", { model: "gpt-4.1" }],
    ["a parameter", { params: { temperature: 0.5, max_tokens: 16 } }],
    ["one parameter more", { params: { temperature: 0, max_tokens: 16, top_p: 1 } }],
    ["base URL", { baseUrl: "http://localhost:11434/v1" }],
    ["a header", { headers: { "anthropic-beta": "context-1m" } }],
    ["the provider's own keys", { options: { api: "responses" } }],
    ["streaming", { stream: true }],
  ])("changes with %s", (_, more) => {
    expect(digest(more)).not.toBe(base);
  });

  it.each<[string, Partial<ModelSpec>]>([
    ["id", { id: "other" }],
    ["the order of parameters", { params: { max_tokens: 16, temperature: 0 } }],
    ["prices", { prices: { kind: "none" } }],
    ["limits", { concurrency: 1, rpm: 2, tpm: 3, timeoutS: 4, totalTimeoutS: 5, maxAttempts: 6 }],
    ["cache", { cache: false }],
    ["context window", { contextWindow: 1000 }],
    ["the name of the key", { apiKeyEnv: "OTHER_KEY" }],
    ["credentials", { headers: { Authorization: "Bearer abc", "X-Api-Key": "b" } }],
    ["the choice of prompts", { prompts: ["terse"] }],
  ])("does not change with %s", (_, more) => {
    expect(digest(more)).toBe(base);
  });

  it("goes by the content of a file, not by where it lies", () => {
    const at = (path: string, content: string[]) => digest({ options: { path, fields: { id: "q" } } }, content);
    expect(at("/a/rules.ts", ["1"])).toBe(at("/b/rules.ts", ["1"]));
    expect(at("/a/rules.ts", ["1"])).not.toBe(at("/a/rules.ts", ["2"]));
    expect(at("/a/rules.ts", [])).not.toBe(at("/b/rules.ts", []));
  });

  it("header names have no case", () => {
    expect(digest({ headers: { "X-Mode": "a" } })).toBe(digest({ headers: { "x-mode": "a" } }));
  });
});

describe("trialFingerprint", () => {
  const base = trialFingerprint("m", request(), 1);

  it("is sha256 of content", () => {
    expect(base).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(trialFingerprint("m", structuredClone(request()) as ModelRequest, 1)).toBe(base);
  });

  const tool = { name: "search", description: "d", parameters: { type: "object" } };
  it.each<[string, string, Partial<ModelRequest>, number]>([
    ["model", "m2", {}, 1],
    ["repeat", "m", {}, 2],
    ["a message", "m", { messages: [{ role: "user", content: "hello " }] }, 1],
    ["a role", "m", { messages: [{ role: "system", content: "hello" }] }, 1],
    ["a part", "m", { messages: [{ role: "user", content: [{ type: "text", text: "hello" }] }] }, 1],
    [
      "an image",
      "m",
      { messages: [{ role: "user", content: [{ type: "image", mediaType: "image/png", data: "AA" }] }] },
      1,
    ],
    ["one message more", "m", { messages: [...request().messages, { role: "assistant", content: "" }] }, 1],
    ["a tool", "m", { tools: [tool] }, 1],
    ["tool choice", "m", { toolChoice: "auto" }, 1],
    ["output schema", "m", { outputSchema: { name: "o", schema: {}, strict: true } }, 1],
    ["input", "m", { input: { question: "hello" } }, 1],
  ])("changes with %s", (_, digestOfModel, more, repeat) => {
    expect(trialFingerprint(digestOfModel, request(more), repeat)).not.toBe(base);
  });

  it("changes with the order of a schema's fields: models answer in it", () => {
    const of = (properties: object) =>
      trialFingerprint(
        "m",
        request({ outputSchema: { name: "o", strict: true, schema: { type: "object", properties } as never } }),
        1,
      );
    const [answer, reasoning] = [{ type: "string" }, { type: "string" }];
    expect(of({ answer, reasoning })).not.toBe(of({ reasoning, answer }));
  });

  it("tells a text from the JSON that it looks like", () => {
    const messages = [{ role: "user", content: '{"a":1}' }] as const;
    expect(trialFingerprint("m", request({ messages, input: '{"a":1}' }), 1)).not.toBe(
      trialFingerprint("m", request({ messages, input: { a: 1 } }), 1),
    );
  });

  it("does not depend on the order of keys in an input", () => {
    expect(trialFingerprint("m", request({ input: { a: 1, b: 2 } }), 1)).toBe(
      trialFingerprint("m", request({ input: { b: 2, a: 1 } }), 1),
    );
  });

  it("is different for any two requests that differ, and the same for equal ones", () => {
    const part = fc.record({
      text: fc.string({ unit: "binary", maxLength: 8 }),
      input: fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.dictionary(fc.string(), fc.jsonValue())),
      repeat: fc.integer({ min: 1, max: 3 }),
    });
    const of = ({ text, input, repeat }: { text: string; input: unknown; repeat: number }) =>
      trialFingerprint("m", request({ messages: [{ role: "user", content: text }], input: input as never }), repeat);
    fc.assert(
      fc.property(part, part, (a, b) => {
        expect(of(structuredClone(a))).toBe(of(a));
        const same = JSON.stringify([a.text, a.repeat]) === JSON.stringify([b.text, b.repeat]);
        if (!same) expect(of(a)).not.toBe(of(b));
      }),
    );
  });
});
