import { spawn } from "node:child_process";
import { memoryOfTree } from "./memory-of-tree.ts";

export interface Bounds {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
  readonly timeoutMs: number;
  /** Of stdout and stderr together. */
  readonly outputBytes: number;
  /** Of all its processes together; looked at a few times a second. */
  readonly memoryBytes: number;
  readonly stop: AbortSignal;
}

export interface BoundedEnd {
  /** `exited` by itself; else what we killed it for. */
  readonly why: "exited" | "timeout" | "output" | "memory" | "stopped";
  /** null: a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

const LOOK_EVERY_MS = 150;

/**
 * Runs a command to its end or to the first bound that it meets, and leaves nothing of its process group behind. Of
 * the output only what the bound allows is ever held. Rejects only when it cannot be started.
 */
export function runBounded(command: readonly string[], bounds: Bounds): Promise<BoundedEnd> {
  const { cwd, env, input, timeoutMs, outputBytes, memoryBytes, stop } = bounds;
  return new Promise((resolve, reject) => {
    const [file = "", ...args] = command;
    const started = performance.now();
    const child = spawn(file, args, { cwd, env: { ...env }, detached: process.platform !== "win32", stdio: "pipe" });
    child.on("error", reject);
    // It was not started: the error above tells why.
    if (child.pid === undefined) return;
    const { pid } = child;
    let why: BoundedEnd["why"] = "exited";
    let bytes = 0;
    const kept: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
    const killGroup = () => {
      try {
        process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
      } catch {
        // Nothing of it is left.
      }
    };
    const kill = (reason: BoundedEnd["why"]) => {
      if (why === "exited") why = reason;
      killGroup();
      // What has left the group may hold the pipes open for ever: nobody waits for it.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => kill("timeout"), timeoutMs);
    const watch = setInterval(() => {
      void memoryOfTree(pid).then((held) => {
        if (held > memoryBytes && child.exitCode === null && child.signalCode === null) kill("memory");
      });
    }, LOOK_EVERY_MS);
    const onStop = () => kill("stopped");
    stop.addEventListener("abort", onStop, { once: true });
    if (stop.aborted) onStop();
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > outputBytes) kill("output");
        else kept[name].push(chunk);
      });
    }
    // A program that does not read its input closes the pipe: that is its right.
    child.stdin.on("error", () => {});
    child.on("exit", () => {
      killGroup();
      // What it wrote is still in the pipes, and who else holds them is not waited for.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, LOOK_EVERY_MS).unref();
    });
    child.on("close", (exitCode, signal) => {
      clearTimeout(timer);
      clearInterval(watch);
      stop.removeEventListener("abort", onStop);
      const [stdout, stderr] = [kept.stdout, kept.stderr].map((chunks) => Buffer.concat(chunks).toString());
      resolve({ why, exitCode, signal, stdout: stdout ?? "", stderr: stderr ?? "", ms: performance.now() - started });
    });
    child.stdin.end(input);
  });
}
