import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { callAdapter, FULL_CASE, failureOf, makeAdapter } from "./__fixtures__/programs.ts";
import type { Adapter, Sent } from "./adapter.ts";
import { recorded } from "./recorded.ts";

let folder: string;
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evals-recorded-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string, extension = "jsonl"): string {
  const path = join(folder, `${++serial}.${extension}`);
  writeFileSync(path, content);
  return path;
}

function lines(...rows: readonly object[]): string {
  return file(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

const open = (path: string | string[], options: JsonObject = {}): Promise<Adapter> =>
  makeAdapter(recorded, { path, ...options });

function ask(adapter: Adapter, id: string, repeat = 1): Promise<Sent> {
  return callAdapter(adapter, { case: { ...FULL_CASE, id }, repeat });
}

describe("recorded", () => {
  it("gives the output of the case's id, with what was recorded of it", async () => {
    const adapter = await open(
      lines(
        {
          id: "a",
          output: "one",
          latency_ms: 12.5,
          first_token_ms: 3,
          cost_usd: 0,
          usage: { input_tokens: 7, output_tokens: 2 },
          extra: [1],
        },
        { id: 5, output: { text: "two", tool_calls: [{ name: "f", arguments: {} }], latency_ms: 9 } },
        { id: "n", output: 42 },
      ),
    );
    expect(await ask(adapter, "a")).toEqual({
      answer: { text: "one", toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null },
      usage: { inputTokens: 7, outputTokens: 2, cacheReadTokens: null, cacheWriteTokens: null, reasoningTokens: null },
      latencyMs: 12.5,
      firstTokenMs: 3,
      costUsd: 0,
      httpStatus: null,
      requestId: null,
    });
    expect(await ask(adapter, "5")).toMatchObject({
      answer: { text: "two", finishReason: "tool_calls" },
      latencyMs: 9,
      firstTokenMs: null,
    });
    expect((await ask(adapter, "n")).answer.text).toBe("42");
    await adapter.close?.();
  });

  it("says that an unrecorded latency is unknown, and leaves an unrecorded cost to the prices", async () => {
    const sent = await ask(await open(lines({ id: "a", output: "x", latency_ms: null })), "a");
    expect(sent).toMatchObject({ latencyMs: null, firstTokenMs: null });
    expect(sent).not.toHaveProperty("costUsd");
  });

  it("takes rows of one id for its repeats in file order, or by their number", async () => {
    const adapter = await open(
      lines(
        { id: "a", output: "1" },
        { id: "b", output: "2nd", repeat: 2 },
        { id: "a", output: "2" },
        { id: "b", output: "1st", repeat: 1 },
      ),
    );
    expect((await ask(adapter, "a", 2)).answer.text).toBe("2");
    expect((await ask(adapter, "b", 1)).answer.text).toBe("1st");
    expect((await ask(adapter, "b", 2)).answer.text).toBe("2nd");
  });

  it("is errored for a case without a row", async () => {
    const adapter = await open(lines({ id: "a", output: "x" }));
    expect((await failureOf(ask(adapter, "none"))).error).toEqual({
      kind: "no_recorded_output",
      message: "no recorded output",
      httpStatus: null,
      retryable: false,
    });
    expect((await failureOf(ask(adapter, "a", 2))).error.message).toBe(
      "no recorded output for repeat 2 (1 of this case)",
    );
  });

  it("gives recorded errors as they were, never to be tried again", async () => {
    const adapter = await open(
      lines(
        { id: "a", error: "it\n broke" },
        {
          id: "b",
          output: null,
          error: { kind: "rate_limit", message: "slow down", http_status: 429 },
          usage: { input_tokens: 3 },
        },
      ),
    );
    expect((await failureOf(ask(adapter, "a"))).error).toEqual({
      kind: "server",
      message: "it broke",
      httpStatus: null,
      retryable: false,
    });
    const failure = await failureOf(ask(adapter, "b"));
    expect(failure.error).toEqual({ kind: "rate_limit", message: "slow down", httpStatus: 429, retryable: false });
    expect(failure.usage?.inputTokens).toBe(3);
  });

  it("reads CSV with mapped columns and a filter", async () => {
    const path = file('case,model,answer,ms,tags\n007,x,"a|b;c",12,t\n007,y,other,5,t\n8,x,plain,,t\n', "csv");
    const adapter = await open(path, {
      fields: { id: "case", output: "answer", latency_ms: "ms" },
      where: { model: "x" },
    });
    expect(await ask(adapter, "007")).toMatchObject({ answer: { text: "a|b;c" }, latencyMs: 12 });
    await expect(ask(adapter, "007", 2)).rejects.toThrow("no recorded output");
  });

  it("maps nested keys, and reads several files", async () => {
    const fields = { output: "response.body.text", latency_ms: "response.ms" };
    const adapter = await open(
      [
        lines({ id: "a", response: { body: { text: "deep" }, ms: 4 } }),
        lines({ id: "b", response: { body: { text: "too" } } }),
      ],
      { fields },
    );
    expect(await ask(adapter, "a")).toMatchObject({ answer: { text: "deep" }, latencyMs: 4 });
    expect((await ask(adapter, "b")).answer.text).toBe("too");
  });

  it("refuses two rows of one id and repeat, and names both lines", async () => {
    const path = lines(
      { id: "a", output: "x", repeat: 1 },
      { id: "b", output: "x" },
      { id: "a", output: "y", repeat: 1 },
    );
    await expect(open(path)).rejects.toMatchObject({
      name: "invalid_recordings",
      message: `${path}:3: case "a" has its repeat 1 at ${path}:1 already: number the repeats of a case, or none of them`,
    });
  });

  it("reports all that is wrong at once", async () => {
    const path = file(
      '{"id":"a"}\nbroken\n{"output":"x"}\n{"id":"b","output":{"label":1}}\n{"id":"c","output":"x","latency_ms":"fast"}\n{"id":"d","output":"x","repeat":0}\n',
    );
    const error = await open(path).then(
      () => null,
      (thrown) => thrown as Error & { problems: { line: number }[] },
    );
    expect(error?.problems.map((problem) => problem.line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(error?.message).toContain("the row has neither `output` nor `error`");
    expect(error?.message).toContain('`latency_ms` should be a number of 0 or more, not "fast"');
  });

  it("refuses a filter that matches nothing, a mapping that finds nothing, an empty and a missing file", async () => {
    const path = lines({ id: "a", output: "x", model: "m1" });
    await expect(open(path, { where: { model: "m2" } })).rejects.toThrow(
      /no row matches model=m2 \(1 rows read\); values of "model": m1/,
    );
    await expect(open(path, { fields: { output: "outptu" } })).rejects.toThrow(
      /no row has a value in the column "outptu".*did you mean "output"/,
    );
    await expect(open(file(""))).rejects.toMatchObject({ name: "empty_recordings" });
    await expect(open(join(folder, "none.jsonl"))).rejects.toMatchObject({ name: "missing_file" });
  });

  it("indexes 50,000 rows", async () => {
    const path = file(
      Array.from({ length: 50_000 }, (_, i) => `{"id":"c-${i}","output":"${"word ".repeat(30)}${i}"}\n`).join(""),
    );
    const adapter = await open(path);
    for (const i of [0, 49_999, 25_000])
      expect((await ask(adapter, `c-${i}`)).answer.text.endsWith(` ${i}`)).toBe(true);
    await adapter.close?.();
  }, 20_000);
});
