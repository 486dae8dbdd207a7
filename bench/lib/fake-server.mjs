import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ownCpuMs } from "./process-tree.mjs";

const MAIN = fileURLToPath(new URL("../../src/testing/fake-server/main.ts", import.meta.url));

/** The fake server as a process of its own, on loopback, for as long as `use` takes. */
export async function withServer(options, use) {
  const server = await startServer(options);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

export async function startServer(options) {
  const runner = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");
  const child = spawn(process.execPath, [runner, MAIN, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const line = new Promise((resolve) => createInterface(child.stdout).once("line", resolve));
  const port = Number(await Promise.race([line, ended.then(() => Number.NaN)]));
  if (!Number.isInteger(port)) throw new Error("the fake server did not start");
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    port,
    baseUrl,
    cpuMs: () => ownCpuMs(child.pid),
    stats: async () => (await fetch(`${baseUrl}/__stats`)).json(),
    reset: async () => void (await (await fetch(`${baseUrl}/__reset`, { method: "POST" })).text()),
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Measures what calls the server, and makes sure that every trial was answered. Adds the server's CPU time. */
export async function measureCalls(server, trials, run) {
  await server.reset();
  const cpuBefore = server.cpuMs();
  const measured = await run();
  const serverCpuMs = server.cpuMs() - cpuBefore;
  const { good } = await server.stats();
  if (good < trials) throw new Error(`${good} answers for ${trials} trials: no figure of this run counts`);
  return { ...measured, serverCpuMs };
}
