import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import { callAdapter, failureOf, makeAdapter } from "./__fixtures__/programs.ts";
import type { Adapter, Sent } from "./adapter.ts";
import { exec } from "./exec.ts";

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "evals-exec-")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function adapter(command: Json, env: Record<string, string> = {}): Promise<Adapter> {
  const path = process.env.PATH ?? "";
  return makeAdapter(exec, { command }, {}, { baseDir: folder, env: { PATH: path, ...env } });
}

/** Runs a script with Node, as a list. */
async function run(script: string, env: Record<string, string> = {}): Promise<Sent> {
  return callAdapter(await adapter([process.execPath, "-e", script], env));
}

const print = (text: string) => `process.stdout.write(${JSON.stringify(text)})`;

describe("exec", () => {
  it("gives request and context as JSON on stdin, without the expected answer, in the suite's folder", async () => {
    const { answer } = await run("process.stdin.pipe(process.stdout)");
    expect(JSON.parse(answer.text)).toMatchObject({
      request: { input: "What is 6 × 7?", messages: [{ role: "user", content: "What is 6 × 7?" }] },
      context: { case: { id: "c-1", vars: { topic: "sums" } }, repeat: 1 },
    });
    expect(answer.text).not.toContain("secret");
    expect((await run("console.log(process.cwd())")).answer.text).toBe(folder);
  });

  it("runs a text through the shell, from the suite's folder, with the environment it is given", async () => {
    writeFileSync(join(folder, "prefix.txt"), "hello");
    const shell = await adapter('cat prefix.txt; printf " %s" "$WHO"', { WHO: "you" });
    expect((await callAdapter(shell)).answer.text).toBe("hello you");
  });

  it("takes one trailing newline off, and nothing else", async () => {
    expect((await run(print("  a\nb\n\n"))).answer.text).toBe("  a\nb\n");
    expect((await run(print("a\r\n"))).answer.text).toBe("a");
    expect((await run(print(""))).answer.text).toBe("");
  });

  it("reads JSON as an output only when it says what was answered", async () => {
    const output = { text: "t", usage: { input_tokens: 3 }, cost_usd: 0.5, finish_reason: "length" };
    expect(await run(print(JSON.stringify(output)))).toMatchObject({
      answer: { text: "t", finishReason: "length", rawFinishReason: "length" },
      usage: { inputTokens: 3, outputTokens: null },
      costUsd: 0.5,
    });
    expect((await run(print('{"tool_calls":[{"name":"f","arguments":"{"}]}'))).answer).toMatchObject({
      text: "",
      finishReason: "malformed_tool_call",
    });
    for (const text of ['{"label":"billing"}', '["text"]', '"text"', '{"text":'])
      expect((await run(print(text))).answer.text).toBe(text);
  });

  it("makes a non-zero exit an error with the last lines of stderr", async () => {
    const { error } = await failureOf(
      run("console.error('one\\ntwo\\n\\nthree\\nfour'); console.log('half'); process.exit(3)"),
    );
    expect(error).toEqual({
      kind: "server",
      message: "two | three | four (exit 3)",
      httpStatus: null,
      retryable: false,
    });
    expect((await failureOf(run("process.exit(1)"))).error.message).toBe("the command failed: exit 1");
    expect(
      (await failureOf(run("process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000)"))).error.message,
    ).toContain("killed by SIGTERM");
  });

  it("says not_found for a command that does not exist, which stops the candidate", async () => {
    expect((await failureOf(callAdapter(await adapter(["/no/such/program"])))).error).toMatchObject({
      kind: "not_found",
      retryable: false,
    });
    expect((await failureOf(callAdapter(await adapter("no-such-program-xyz")))).error.kind).toBe("not_found");
  });

  it("refuses an output object that is wrong", async () => {
    expect((await failureOf(run(print('{"text":1}')))).error).toMatchObject({
      kind: "bad_response",
      message: "`text` should be text, not a number",
    });
  });

  it("kills the command and what it started when the call is aborted", async () => {
    const controller = new AbortController();
    const slow = await adapter("sleep 100; echo late");
    const started = performance.now();
    setTimeout(() => controller.abort(), 100);
    await expect(callAdapter(slow, { signal: controller.signal })).rejects.toThrow("aborted");
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  it("does not mind a command that does not read its input", async () => {
    const big = await adapter([process.execPath, "-e", "process.stdin.destroy(); console.log('done')"]);
    expect((await callAdapter(big, {}, { input: "x".repeat(1_000_000) })).answer.text).toBe("done");
  });
});
