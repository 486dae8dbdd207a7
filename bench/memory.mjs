// Peak memory and time of runs with the `simulated` provider, in one table. `npm run bench:memory`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIZES = [2_000, 10_000, 20_000, 100_000, 200_000];
const folder = mkdtempSync(join(tmpdir(), "evals-bench-"));
const atExit = "process.on('exit',()=>process.stderr.write('\\npeak '+process.resourceUsage().maxRSS+'\\n'))";
const suite = (file) => `name: memory
dataset: ${file}
models: [{ id: simulated, provider: simulated, accuracy: 0.9, latency: { p50_ms: 300, p95_ms: 900 }, tokens: { input: 100, output: 20 }, prices: { input: 1, output: 2 } }]
graders: [{ type: exact }]
run: { concurrency: 64 }
`;
const rows = [];
try {
  for (const size of SIZES) {
    const cases = Array.from({ length: size }, (_, index) =>
      JSON.stringify({
        id: `c-${index}`,
        input: `Question number ${index}`,
        expected: `a${index % 5}`,
        tags: [index % 2 ? "odd" : "even"],
      }),
    );
    writeFileSync(join(folder, `${size}.jsonl`), `${cases.join("\n")}\n`);
    writeFileSync(join(folder, `${size}.yaml`), suite(`${size}.jsonl`));
    const start = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "--import",
        `data:text/javascript,${encodeURIComponent(atExit)}`,
        join(process.cwd(), "dist/main.js"),
        "run",
        `${size}.yaml`,
        "--quiet",
      ],
      { cwd: folder, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
    );
    if (status !== 0) throw new Error(`${size} trials ended with ${status}: ${stderr}`);
    const seconds = (performance.now() - start) / 1000;
    const peakKb = Number(/peak (\d+)/.exec(stderr)?.[1]);
    rows.push({ size, seconds, peakKb });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const base = rows.find(({ size }) => size === 20_000);
const line = ({ size, seconds, peakKb }) => {
  const more = size > base.size ? (((peakKb - base.peakKb) * 1024) / (size - base.size)).toFixed(0) : "";
  return `| ${size.toLocaleString("en")} | ${seconds.toFixed(1)} | ${((seconds * 1e6) / size).toFixed(0)} | ${(peakKb / 1024).toFixed(0)} | ${more} |`;
};
process.stdout.write(
  `${["| trials | s | µs a trial | peak MB | bytes a trial beyond 20,000 |", "|---|---|---|---|---|", ...rows.map(line)].join("\n")}\n`,
);
