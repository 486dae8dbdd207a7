import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface Worker {
  readonly child: ChildProcess;
  /** Names whose sets were acknowledged; null code: it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly acknowledged: string[]; readonly stderr: string }>;
}

/** Bundles the worker into a folder; gives its path. */
export async function buildWorker(folder: string): Promise<string> {
  const outfile = join(folder, "worker.mjs");
  const entry = fileURLToPath(new URL("./worker.ts", import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
  return outfile;
}

export function startWorker(bundle: string, folder: string, worker: number, operations: number, maxBytes: number): Worker {
  const args = [bundle, folder, String(worker), String(operations), String(maxBytes)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Awaited<Worker["ended"]>>((resolve, reject) => {
    child.once("error", reject);
    // What stands behind the last newline was not said to its end.
    child.once("close", (code) => resolve({ code, acknowledged: stdout.split("\n").slice(0, -1), stderr }));
  });
  return { child, ended };
}
