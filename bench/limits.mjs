// How well `evals run` finds a provider's limits that nobody states: throughput against the ideal, and the share of
// refused calls. The fake server runs in a process of its own. Usage: npm run build && node bench/limits.mjs [case …]
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./lib/fake-server.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LATENCY_MS = 200;
const BOUND = 64;

/** `perSecond`: what the limit allows. `calls`: enough for 10 to 20 seconds. A rate takes longer to find than a number. */
const CASES = {
  "4 at once": { limits: { concurrency: 4 }, perSecond: 4000 / LATENCY_MS, calls: 240, warmMs: 4000 },
  "16 at once": { limits: { concurrency: 16 }, perSecond: 16_000 / LATENCY_MS, calls: 900, warmMs: 4000 },
  "40 at once": { limits: { concurrency: 40 }, perSecond: 40_000 / LATENCY_MS, calls: 2200, warmMs: 4000 },
  "1,200 calls a minute": { limits: { rpm: 1200 }, perSecond: 20, calls: 440, warmMs: 8000 },
  "120,000 tokens a minute": { limits: { tpm: 120_000 }, perSecond: 20, calls: 440, warmMs: 8000 },
};

const asked = process.argv.slice(2);
const headers = process.env.HEADERS ?? "none";
console.log(`Bound ${BOUND}, ${LATENCY_MS} ms a call, refusals state: ${headers}. Warm-up: 4 s, for rates 8 s.\n`);
console.log(
  "| limit, unknown to the client | calls | wall / ideal | throughput after warm-up | refused after warm-up | refused in all | exit |",
);
console.log("|---|---:|---:|---:|---:|---:|---:|");
for (const [name, one] of Object.entries(CASES)) {
  if (asked.length > 0 && !asked.some((part) => name.startsWith(part))) continue;
  console.log(await measure(name, one));
}

async function measure(name, { limits, perSecond, calls, warmMs }) {
  const server = await startServer({
    limits: { ...limits, headers },
    account: true,
    latencyMs: LATENCY_MS,
    usage: { input: 60, output: 40 },
  });
  const folder = await mkdtemp(join(tmpdir(), "evals-limits-"));
  try {
    await writeFile(join(folder, "suite.yaml"), suite(server.port));
    const lines = Array.from({ length: calls }, (_, n) =>
      JSON.stringify({ id: `t-${n}`, input: `[[answer:a]] ${n}`, expected: "a" }),
    );
    await writeFile(join(folder, "cases.jsonl"), `${lines.join("\n")}\n`);
    const exit = await run(folder);
    const { arrived, refused, good, widthMs } = (await server.stats()).timeline;
    const sum = (counts, from = 0, to = counts.length) => counts.slice(from, to).reduce((a, b) => a + b, 0);
    const [from, to] = [warmMs / widthMs, good.length - 1];
    const share = sum(good, from, to) / (((to - from) * widthMs) / 1000) / perSecond;
    const wall = (good.length * widthMs) / 1000 / (calls / perSecond);
    const percent = (value) => `${(100 * value).toFixed(1)}%`;
    const cells = [
      name,
      `${sum(good)}`,
      wall.toFixed(2),
      percent(share),
      percent(sum(refused, from) / sum(arrived, from)),
      percent(sum(refused) / sum(arrived)),
      exit,
    ];
    return `| ${cells.join(" | ")} |`;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function suite(port) {
  return `name: limits
dataset: cases.jsonl
models:
  - id: mini
    provider: openai
    model: fake
    base_url: http://127.0.0.1:${port}/v1
    params: { max_tokens: 40 }
graders: [{ type: exact }]
run: { concurrency: ${BOUND} }
`;
}

function run(folder) {
  const child = spawn(process.execPath, [join(ROOT, "dist/main.js"), "run", "suite.yaml", "--no-cache", "--quiet"], {
    cwd: folder,
    env: { ...process.env, OPENAI_API_KEY: "sk-none-at-all" },
    stdio: ["ignore", process.env.SHOW ? "inherit" : "ignore", "inherit"],
  });
  return new Promise((resolve) => child.once("close", resolve));
}
