import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FakeServerOptions } from "./start-fake-server.ts";
import type { FakeServerStats } from "./stats.ts";
import type { FakeReply } from "./types.ts";

/** What every reply has, beside the options of the server; `record` is false by default. */
export type SpawnOptions = FakeReply & Omit<FakeServerOptions, "reply" | "clock">;

export interface SpawnedFakeServer {
  readonly baseUrl: string;
  readonly port: number;
  stats(): Promise<FakeServerStats>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts `main.ts` as a process of its own and waits until it listens. Rejects when it ends before that. */
export async function spawnFakeServer(options: SpawnOptions = {}): Promise<SpawnedFakeServer> {
  // jiti runs TypeScript alike on every Node that we support; Node 20 has no type stripping.
  const runner = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const child = spawn(process.execPath, [runner, main, JSON.stringify(options)], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let errors = "";
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("\n")) resolve(Number.parseInt(output, 10));
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`the fake server ended with ${code}: ${errors}`)));
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    port,
    async stats() {
      return (await (await fetch(`${baseUrl}/__stats`)).json()) as FakeServerStats;
    },
    async reset() {
      await (await fetch(`${baseUrl}/__reset`, { method: "POST" })).text();
    },
    close() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
