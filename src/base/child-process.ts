import { spawn } from "node:child_process";

export interface ChildResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The output passed the limit and the child was killed for it. */
  readonly overflow: boolean;
}

export interface ChildOptions {
  readonly cwd: string;
  readonly input: string;
  readonly signal: AbortSignal;
  /** Bytes of stdout kept; more kills the child. */
  readonly maxOutputBytes?: number;
  readonly env?: NodeJS.ProcessEnv;
}

const STDERR_LIMIT = 64 * 1024;

/**
 * Runs a command to its end. A text goes through the shell, a list is run as it is. The child leads a process group
 * of its own, so that an abort reaches what it started. Rejects only when it cannot be started.
 */
export function runChild(command: string | readonly string[], options: ChildOptions): Promise<ChildResult> {
  const maxOutput = options.maxOutputBytes ?? 16 * 1024 * 1024;
  return new Promise((resolve, reject) => {
    const common = { cwd: options.cwd, env: options.env ?? process.env, detached: process.platform !== "win32" };
    const [file = "", ...args] = typeof command === "string" ? [command] : command;
    const child = spawn(file, args, { ...common, shell: typeof command === "string", stdio: "pipe" });
    child.on("error", reject);
    // It was not started: its pipes may not even exist, and the error above tells why.
    if (child.pid === undefined) return;
    const { pid } = child;
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let stdoutBytes = 0;
    let stderrBytes = 0;
    let overflow = false;
    const kill = () => {
      try {
        process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
      // What left the group may hold the pipes open for ever: nobody waits for it.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    if (options.signal.aborted) kill();
    options.signal.addEventListener("abort", kill, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes > maxOutput) {
        overflow = true;
        kill();
      } else stdout.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderrBytes += chunk.length;
      if (stderrBytes <= STDERR_LIMIT) stderr.push(chunk);
    });
    // A child that does not read its input closes the pipe: that is its right.
    child.stdin.on("error", () => {});
    child.on("close", (exitCode, signal) => {
      options.signal.removeEventListener("abort", kill);
      resolve({
        exitCode,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        overflow,
      });
    });
    child.stdin.end(options.input);
  });
}
