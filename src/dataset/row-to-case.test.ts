import { describe, expect, it } from "vitest";
import { digestOf } from "../base/digest.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { type CaseDraft, rowToCase } from "./row-to-case.ts";

function draft(value: JsonObject, fields: Record<string, string> = {}): CaseDraft {
  const result = rowToCase({ value, file: "d.jsonl", line: 7 }, fields);
  if (result.status === "invalid")
    throw new Error(result.problems.map((problem) => `${problem.path} ${problem.message}`).join("\n"));
  return result.draft;
}

function faults(value: JsonObject, fields: Record<string, string> = {}): string[] {
  const result = rowToCase({ value, file: "d.jsonl", line: 7 }, fields);
  if (result.status === "ok") return [];
  for (const problem of result.problems) expect(problem).toMatchObject({ file: "d.jsonl", line: 7 });
  return result.problems.map((problem) => `${problem.path} ${problem.message}`);
}

describe("rowToCase", () => {
  it("takes case keys, and leaves every other key as a variable", () => {
    const row = {
      id: 12,
      input: "q",
      expected: { a: [1] },
      tags: ["x", "x", 3],
      cluster: 5,
      weight: 2.5,
      severity: "S1",
      metadata: { lang: "de" },
      topic: "t",
      n: null,
    };
    const { digest, ...rest } = draft(row);
    expect(rest).toEqual({
      id: "12",
      input: "q",
      expected: { a: [1] },
      tags: ["x", "3"],
      cluster: "5",
      weight: 2.5,
      severity: "S1",
      metadata: { lang: "de" },
      vars: { topic: "t", n: null },
    });
    const { id: _, ...content } = rest;
    expect(digest).toBe(digestOf(content));
  });

  it("gives what is absent or null its neutral value", () => {
    const { digest: _, ...rest } = draft({ input: "q", expected: null, tags: "one", cluster: null, weight: null });
    expect(rest).toEqual({
      id: null,
      input: "q",
      expected: undefined,
      tags: ["one"],
      cluster: null,
      weight: null,
      severity: null,
      metadata: {},
      vars: {},
    });
  });

  it("digests content alone: not the id, not the order of keys, not the mapping", () => {
    const one = draft({ id: "a", input: "q", expected: "x", k: { b: 1, a: 2 } }).digest;
    expect(draft({ k: { a: 2, b: 1 }, expected: "x", input: "q", id: "b" }).digest).toBe(one);
    expect(
      draft({ question: "q", answer: "x", k: { a: 2, b: 1 } }, { input: "question", expected: "answer" }).digest,
    ).toBe(one);
    expect(draft({ input: "q", expected: "y", k: { b: 1, a: 2 } }).digest).not.toBe(one);
  });

  it("consumes mapped columns, so that the expected answer is no variable", () => {
    const row = { qid: 1, data: { q: "why?", gold: "so" }, "meta.src": "web", input: "other", expected: "other" };
    const found = draft(row, { id: "qid", input: "data.q", expected: "data.gold", cluster: "meta.src" });
    expect(found).toMatchObject({ id: "1", input: "why?", expected: "so", cluster: "web" });
    expect(found.vars).toEqual({ data: {} });
  });

  it("takes numbers and objects that CSV can only write as text", () => {
    expect(draft({ input: "q", weight: "0.5", metadata: '{"lang":"de"}' })).toMatchObject({
      weight: 0.5,
      metadata: { lang: "de" },
    });
  });

  it("reads an object of variables as input", () => {
    expect(draft({ input: { a: 1 } }).input).toEqual({ a: 1 });
  });

  it("reads chat messages, tool calls and content parts of either dialect", () => {
    const input: Json = [
      { role: "system", content: "s", name: "boss", weight: 1 },
      {
        role: "user",
        content: [
          { type: "text", text: "t" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAA=" } },
          { type: "image", url: "https://e.test/i.png" },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
          { name: "g", arguments: "not json" },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "42" },
    ];
    expect(draft({ input }).input).toEqual([
      { role: "system", content: "s", name: "boss" },
      {
        role: "user",
        content: [
          { type: "text", text: "t" },
          { type: "image", mediaType: "image/png", data: "AAA=" },
          { type: "image", url: "https://e.test/i.png" },
        ],
      },
      {
        role: "assistant",
        content: "",
        toolCalls: [
          { id: "c1", name: "f", arguments: { a: 1 } },
          { id: null, name: "g", arguments: "not json" },
        ],
      },
      { role: "tool", toolCallId: "c1", content: "42" },
    ]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ input: 4 }, /^input should be text, chat messages or an object, not a number$/],
    [{ input: [] }, /^input is an empty list/],
    [{ input: ["a"] }, /^input\[0\] is text: a list as input is chat messages/],
    [
      { input: [{ role: "bot", content: "" }] },
      /^input\[0\]\.role should be system, user, assistant or tool, not "bot"/,
    ],
    [{ input: [{ role: "user", contnet: "x" }] }, /^input\[0\]\.content should be text or a list of parts, not null/],
    [{ input: [{ role: "user", content: [{ type: "video" }] }] }, /^input\[0\]\.content\[0\] should be/],
    [
      { input: [{ role: "assistant", content: "", tool_calls: [{ arguments: {} }] }] },
      /^input\[0\]\.tool_calls\[0\] should be/,
    ],
    [{ input: "q", id: "" }, /^id is empty/],
    [{ input: "q", id: "a\nb" }, /^id holds a line break/],
    [{ input: "q", id: ["a"] }, /^id should be text or a number, not a list/],
    [{ input: "q", tags: [{}] }, /^tags should be a list of text, not of an object/],
    [{ input: "q", weight: 0 }, /^weight should be a number above 0, not 0/],
    [{ input: "q", weight: "heavy" }, /^weight should be a number above 0, not "heavy"/],
    [{ input: "q", cluster: {} }, /^cluster should be text or a number/],
    [{ input: "q", metadata: "x" }, /^metadata should be an object, not text/],
  ])("refuses %j", (row, message) => {
    expect(faults(row)).toEqual([expect.stringMatching(message)]);
  });

  it("reports all that is wrong with a row at once", () => {
    expect(faults({ id: "", weight: -1 })).toHaveLength(3);
  });

  it("names the keys of a line without input, and the likeliest column", () => {
    expect(faults({ question: "q", answer: "a" })).toEqual([
      'input is missing: the line has "question", "answer"; if the input is in "question", say `fields: {input: question}` under `dataset:`',
    ]);
    expect(faults({ Input: "q", text: "a" })[0]).toContain("fields: {input: Input}");
    expect(faults({ input: "q" }, { input: "data.q" })[0]).toContain('data.q is missing: the line has "input"');
  });
});
