// Measures everything that is claimed about speed, memory and size, and writes the tables into bench/RESULTS.md.
// Usage: npm run build && npm run bench -- [--only a,b] [--rounds N] [--full] [--quick] [--no-peers] [--peers <folder>]
//   [--results <file>]
import { existsSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cpu } from "./cases/cpu.mjs";
import { disk } from "./cases/disk.mjs";
import { finishedRuns } from "./cases/finished-runs.mjs";
import { growth } from "./cases/growth.mjs";
import { install } from "./cases/install.mjs";
import { memory } from "./cases/memory.mjs";
import { noCalls } from "./cases/no-calls.mjs";
import { peers } from "./cases/peers.mjs";
import { resume } from "./cases/resume.mjs";
import { startup } from "./cases/startup.mjs";
import { wall } from "./cases/wall.mjs";
import { number } from "./lib/figures.mjs";
import { registryProblem } from "./lib/npm.mjs";
import { CLI, ROOT } from "./lib/ours.mjs";
import { writeGoals, writeSection } from "./lib/results-file.mjs";
import { SIZES } from "./lib/sizes.mjs";

const CASES = {
  startup,
  cpu,
  "no-calls": noCalls,
  wall,
  memory,
  growth,
  disk,
  "finished-runs": finishedRuns,
  resume,
  install,
  peers,
};

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    "no-peers": { type: "boolean", default: false },
    peers: { type: "string", default: join(tmpdir(), "evals-bench-peers") },
    only: { type: "string" },
    rounds: { type: "string" },
    results: { type: "string", default: join(ROOT, "bench", "RESULTS.md") },
  },
});
const asked = values.only?.split(",") ?? Object.keys(CASES);
const unknown = asked.filter((name) => !(name in CASES));
if (unknown.length > 0) throw new Error(`no table ${unknown.join(", ")}; there are ${Object.keys(CASES).join(", ")}`);
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a whole number from 1");
if (!existsSync(CLI)) throw new Error("there is no dist/: npm run build");

const log = (line) => process.stderr.write(`${line}\n`);
const settings = {
  sizes: values.quick ? SIZES.quick : SIZES.usual,
  rounds,
  full: values.full,
  peersFolder: resolve(values.peers),
  noRegistry: values["no-peers"] ? "--no-peers" : await registryProblem(ROOT),
  log,
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
const begun = performance.now();
if (settings.noRegistry !== null) log(`Nothing is installed, no peers are measured: ${settings.noRegistry}`);
// In a new file the goals come first.
writeGoals(values.results, []);
const failed = [];
for (const name of asked) {
  log(`${name}: ${CASES[name].title}`);
  try {
    await runCase(name, CASES[name]);
  } catch (error) {
    // The others' figures are worth having: a run of everything takes a while.
    log(`${name} failed: ${error.stack}`);
    failed.push(name);
  }
}
log(`${number((performance.now() - begun) / 1000)} s; the tables are in ${values.results}`);
if (failed.length > 0) log(`without: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function runCase(name, { title, run }) {
  const load = loadavg()[0];
  const start = performance.now();
  const { text, goals } = await run(settings);
  const seconds = (performance.now() - start) / 1000;
  const day = new Date().toISOString().slice(0, 10);
  const where = `${day}, Node ${process.version}, ${cpus().length} cores, load ${number(load, 1)} before it, ${number(seconds)} s`;
  const heading = `## ${title}: \`npm run bench -- --only ${name}\``;
  writeSection(values.results, name, [heading, text, `*${where}*`].join("\n\n"));
  writeGoals(values.results, goals);
}
