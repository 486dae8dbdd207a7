import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runChild } from "./child-process.ts";

const cwd = mkdtempSync(join(tmpdir(), "child-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const never = new AbortController().signal;
const options = { cwd, input: "", signal: never };
const node = (script: string) => [process.execPath, "-e", script];

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** What a program has written into a file of its own: it is as far as that. */
async function written(name: string): Promise<string> {
  const text = () => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), "utf8") : "");
  while (!text().endsWith("\n")) await sleep(5);
  return text().trim();
}

describe("runChild", () => {
  it("gives input to the program and its output back", async () => {
    const script = "process.stdin.pipe(process.stdout); process.stderr.write('note'); process.exitCode = 3";
    const result = await runChild(node(script), { ...options, input: "grüße 日本" });
    expect(result).toEqual({ exitCode: 3, signal: null, stdout: "grüße 日本", stderr: "note", overflow: false });
  });

  it("runs a text through the shell and a list as it is, in its folder", async () => {
    expect((await runChild("echo a; echo b", options)).stdout).toBe("a\nb\n");
    const list = node("process.stdout.write(process.argv[1])");
    expect((await runChild([...list, "a; echo b"], options)).stdout).toBe("a; echo b");
    expect((await runChild(node("process.stdout.write(process.cwd())"), options)).stdout).toContain("child-");
  });

  it("does not mind a program that reads no input", async () => {
    const result = await runChild(node("process.exit(0)"), { ...options, input: "x".repeat(1 << 22) });
    expect(result.exitCode).toBe(0);
  });

  it("rejects when it cannot be started", async () => {
    await expect(runChild(["no-such-program-here"], options)).rejects.toMatchObject({ code: "ENOENT" });
    await expect(runChild(node(""), { ...options, cwd: join(cwd, "none") })).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("kills a program that writes without end", async () => {
    const script = "setInterval(() => process.stdout.write('x'.repeat(65536)), 0)";
    const result = await runChild(node(script), { ...options, maxOutputBytes: 100_000 });
    expect(result).toMatchObject({ overflow: true, exitCode: null, signal: "SIGKILL" });
    expect(result.stdout.length).toBeLessThanOrEqual(100_000);
  });

  it("keeps the beginning of a long stderr", async () => {
    const script = "for (let i = 0; i < 300; i++) process.stderr.write('e'.repeat(1024))";
    const { stderr, exitCode } = await runChild(node(script), options);
    expect(exitCode).toBe(0);
    expect(stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(stderr).toMatch(/^e*$/);
  });

  it("an abort reaches what the program started", async () => {
    const controller = new AbortController();
    const program = "(echo up > ready; until [ -e go ]; do sleep 0.05; done; echo alive > trace) & wait";
    const pending = runChild(program, { ...options, signal: controller.signal });
    await written("ready");
    controller.abort();
    expect((await pending).signal).toBe("SIGKILL");
    writeFileSync(join(cwd, "go"), "");
    await sleep(500);
    expect(existsSync(join(cwd, "trace"))).toBe(false);
  });

  it("an abort waits for nobody who left the group with our pipes", async () => {
    const controller = new AbortController();
    const script = `const { pid } = require('node:child_process').spawn('sleep', ['100'], {detached: true, stdio: 'inherit'});
      require('node:fs').writeFileSync('stranger', pid + '\\n'); setInterval(() => {}, 1000)`;
    const pending = runChild(node(script), { ...options, signal: controller.signal });
    const stranger = Number(await written("stranger"));
    const aborted = performance.now();
    controller.abort();
    expect((await pending).signal).toBe("SIGKILL");
    expect(performance.now() - aborted).toBeLessThan(50_000);
    process.kill(stranger);
  });

  it("does not run long for a signal that was aborted before", async () => {
    const result = await runChild("sleep 30", { ...options, signal: AbortSignal.abort() });
    expect(result.signal).toBe("SIGKILL");
  });
});
