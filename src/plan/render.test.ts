import { describe, expect, it } from "vitest";
import type { Case } from "../domain/case.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Message } from "../domain/message.ts";
import type { PromptSpec } from "../domain/suite.ts";
import { candidate, prompt, testCase } from "./__fixtures__/parts.ts";
import { createRenderer, type ReadImage, RenderError, templateVars } from "./render.ts";

const noImage: ReadImage = (path) => {
  throw new Error(`no image at ${path}`);
};

function messagesOf(of: PromptSpec | null, more: Partial<Case> = {}, vars: JsonObject = {}, readImage = noImage) {
  return createRenderer(candidate(of), vars, readImage).render(testCase(more)).messages;
}

const user = (content: string) => prompt([{ role: "user", content }]);

function errorOf(work: () => unknown): RenderError {
  try {
    work();
  } catch (error) {
    if (error instanceof RenderError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("without a prompt", () => {
  it("sends text, messages and objects as they are", () => {
    expect(messagesOf(null)).toEqual([{ role: "user", content: "Where is my parcel?" }]);
    const chat: readonly Message[] = [
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "hi" }] },
    ];
    expect(messagesOf(null, { input: chat })).toEqual(chat);
    expect(messagesOf(null, { input: { a: ["é"] } })).toEqual([{ role: "user", content: '{"a":["é"]}' }]);
  });

  it("evaluates nothing in them", () => {
    const hostile = "{{ expected }} {% for i in (1..3) %}{{ i }}{% endfor %} {{";
    expect(messagesOf(null, { input: hostile })[0]?.content).toBe(hostile);
    expect(messagesOf(null, { input: [{ role: "user", content: hostile }] })[0]?.content).toBe(hostile);
  });
});

describe("with a prompt", () => {
  it("renders every message, role and name", () => {
    const of = prompt([
      { role: "system", content: "One of: {{ labels | join: ', ' }}." },
      { role: "user", content: "{{ input }}", name: "ann" },
    ]);
    expect(messagesOf(of, {}, { labels: ["a", "b"] })).toEqual([
      { role: "system", content: "One of: a, b." },
      { role: "user", content: "Where is my parcel?", name: "ann" },
    ]);
  });

  it("carries parameters, tools and the schema along", () => {
    const tools = [{ name: "search", parameters: {} }];
    const outputSchema = { name: "o", schema: {}, strict: true };
    const of = prompt([{ role: "user", content: "x" }], { tools, toolChoice: "required", outputSchema });
    expect(createRenderer(candidate(of), {}, noImage).render(testCase())).toEqual({
      messages: [{ role: "user", content: "x" }],
      input: "Where is my parcel?",
      params: { temperature: 0, max_tokens: 16 },
      tools,
      toolChoice: "required",
      outputSchema,
    });
  });

  it("sends a case's text verbatim, whatever it looks like", () => {
    const hostile = "{{ input }} {{ secret }} {% raw %} </s> \u2028 \ud800";
    expect(messagesOf(user("<{{ input }}>"), { input: hostile }, { secret: "no" })[0]?.content).toBe(`<${hostile}>`);
    expect(messagesOf(user("{{ q }}"), { vars: { q: hostile } })[0]?.content).toBe(hostile);
  });

  it("puts a case's own messages in the place of `input`", () => {
    const of = prompt([{ role: "system", content: "S" }, "input", { role: "user", content: "again" }]);
    const turns: readonly Message[] = [
      { role: "user", content: "one" },
      { role: "assistant", content: "", toolCalls: [{ id: "c", name: "f", arguments: {} }] },
    ];
    expect(messagesOf(of, { input: turns }).map(({ content }) => content)).toEqual(["S", "one", "", "again"]);
    expect(messagesOf(of, { input: "text" }).map(({ role }) => role)).toEqual(["system", "user", "user"]);
  });

  it("prints an object input as JSON, its keys as variables", () => {
    const input = { question: "why?", context: { a: 1 } };
    expect(messagesOf(user("{{ input }}"), { input })[0]?.content).toBe('{"question":"why?","context":{"a":1}}');
    expect(messagesOf(user("{{ question }} {{ input.context.a }}"), { input })[0]?.content).toBe("why? 1");
  });

  it("names the place of an undefined variable", () => {
    const of = prompt([
      { role: "system", content: "x" },
      { role: "user", content: "{{ questoin }}" },
    ]);
    const error = errorOf(() => messagesOf(of));
    expect([error.path, error.message]).toEqual(["prompts[terse].messages[1].content", "undefined variable: questoin"]);
    const part = prompt([{ role: "user", content: [{ type: "text", text: "{{ nope }}" }] }]);
    expect(errorOf(() => messagesOf(part)).path).toBe("prompts[terse].messages[0].content[0]");
  });

  it("never sees the expected answer", () => {
    expect(errorOf(() => messagesOf(user("{{ expected }}"))).message).toBe("undefined variable: expected");
  });

  it("reads images: by templated path or URL", () => {
    const of = prompt([
      {
        role: "user",
        content: [
          { type: "text", text: "{{ input }}" },
          { type: "image", path: "/data/{{ file }}" },
          { type: "image", url: "https://x.test/{{ file }}" },
        ],
      },
    ]);
    const read: string[] = [];
    const readImage: ReadImage = (path) => {
      read.push(path);
      return { mediaType: "image/png", data: "AAAA" };
    };
    expect(messagesOf(of, { vars: { file: "a.png" } }, {}, readImage)[0]?.content).toEqual([
      { type: "text", text: "Where is my parcel?" },
      { type: "image", mediaType: "image/png", data: "AAAA" },
      { type: "image", url: "https://x.test/a.png" },
    ]);
    expect(read).toEqual(["/data/a.png"]);
    const error = errorOf(() => messagesOf(of, { vars: { file: "a.png" } }));
    expect([error.path, error.message]).toEqual([
      "prompts[terse].messages[0].content[1]",
      "image /data/a.png cannot be read: no image at /data/a.png",
    ]);
  });

  it("renders plain and simple prompts fast", () => {
    const plain = createRenderer(candidate(user("x".repeat(2_000))), {}, noImage);
    const simple = createRenderer(candidate(user("Classify: {{ input }}")), { labels: ["a"] }, noImage);
    const one = testCase();
    const started = performance.now();
    for (let i = 0; i < 20_000; i++) {
      plain.render(one);
      simple.render(one);
    }
    expect((performance.now() - started) / 20_000).toBeLessThan(0.1);
  });
});

describe("templateVars", () => {
  it("the nearest wins: own fields, variables, an object input's keys, the suite's", () => {
    const suite = { a: "suite", b: "suite", c: "suite", id: "suite" };
    const found = templateVars(
      testCase({
        input: { b: "input", c: "input", id: "input", tags: "input" },
        vars: { c: "case", metadata: "case" },
      }),
      suite,
    );
    expect(found).toEqual({
      a: "suite",
      b: "input",
      c: "case",
      id: "t-001",
      input: { b: "input", c: "input", id: "input", tags: "input" },
      tags: ["short"],
      metadata: { lang: "en" },
    });
  });

  it("messages are no variables", () => {
    expect(Object.keys(templateVars(testCase({ input: [{ role: "user", content: "x" }] }), {}))).toEqual([
      "id",
      "input",
      "tags",
      "metadata",
    ]);
  });
});
