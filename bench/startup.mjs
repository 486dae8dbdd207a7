// How long the CLI takes to start, beside bare Node: medians of interleaved runs. `npm run bench:startup`
import { spawnSync } from "node:child_process";

const ROUNDS = 31;
const commands = {
  "node -e 0": ["-e", "0"],
  "evals --version": ["dist/main.js", "--version"],
  "evals --help": ["dist/main.js", "--help"],
};
const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, args] of Object.entries(commands)) {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
    times[name].push(performance.now() - start);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times["node -e 0"]);
const rows = Object.entries(times).map(([name, values]) => {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map((ms) => ms.toFixed(0));
  return `| \`${name}\` | ${middle} | ${low}–${high} | ${(Number(middle) / bare).toFixed(2)} |`;
});
const goal = (1.5 * bare + 60).toFixed(0);
process.stdout.write(
  [
    `Node ${process.version}, ${ROUNDS} interleaved runs; goal: at most 1.5 × bare node + 60 ms = ${goal} ms`,
    "",
    "| command | median ms | range | × bare node |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n"),
);
