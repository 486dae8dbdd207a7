import { spawn } from "node:child_process";
import { treeMemoryKb, waitedCpuMs } from "./process-tree.mjs";

// Often at first, for commands that take no longer than that.
const [EARLY_MS, EARLY_SAMPLE_MS, SAMPLE_MS] = [500, 5, 50];
const PATIENCE_MS = 30 * 60_000;
const KEPT_CHARACTERS = 4_000;

/** Little of the caller's environment: neither its proxies, nor its CI, nor the flags of a test runner change figures. */
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: process.env.TMPDIR,
  NO_PROXY: "127.0.0.1",
  OPENAI_API_KEY: "sk-none-at-all",
  ANTHROPIC_API_KEY: "sk-none-at-all",
};

/**
 * Runs a command to its end, alone: no other child of this process may end meanwhile, its CPU time would count here.
 * `peakMb` is the larger of two: the highest of any one process of the tree (the kernel's own mark), and the sum of
 * what all of them held at the worst of the samples, taken every 50 ms (every 5 ms at first). Throws on an exit code that is not expected.
 */
export async function measure(args, { cwd, env = {}, command = process.execPath, exits = [0], onStderr } = {}) {
  const cpuBefore = waitedCpuMs();
  const start = performance.now();
  const child = spawn(command, args, { cwd, env: { ...environment, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  // Whoever interrupts the benchmark leaves nothing running.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let wallMs = 0;
  child.once("exit", () => {
    wallMs = performance.now() - start;
  });
  let [peakKb, last] = [0, ""];
  const keep = (text) => {
    last = (last + text).slice(-KEPT_CHARACTERS);
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", (text) => {
    keep(text);
    onStderr?.(text, performance.now() - start);
  });
  let sampling;
  const sample = () => {
    const { resident, highest } = treeMemoryKb(child.pid);
    peakKb = Math.max(peakKb, resident, highest);
    sampling = setTimeout(sample, performance.now() - start < EARLY_MS ? EARLY_SAMPLE_MS : SAMPLE_MS);
  };
  sample();
  const patience = setTimeout(kill, PATIENCE_MS);
  try {
    const exit = await ended;
    if (!exits.includes(exit)) throw new Error(`${command} ${args.join(" ")} ended with ${exit}:\n${last}`);
    return { wallMs, cpuMs: waitedCpuMs() - cpuBefore, peakMb: peakKb / 1024, exit };
  } finally {
    clearTimeout(sampling);
    clearTimeout(patience);
    process.off("exit", kill);
  }
}

/** One after the other in every round, so that a neighbour's load falls on all of them. Name -> its measurements. */
export async function interleave(rounds, subjects, log = () => {}) {
  const all = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++)
    for (const [name, run] of Object.entries(subjects)) {
      const one = await run();
      all[name].push(one);
      log(`  ${round}/${rounds} ${name}: ${(one.wallMs / 1000).toFixed(2)} s, CPU ${(one.cpuMs / 1000).toFixed(2)} s`);
    }
  return all;
}
