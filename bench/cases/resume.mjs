import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goal, median, number, pick, seconds, spread, table, times } from "../lib/figures.mjs";
import { interleave, measure } from "../lib/measure.mjs";
import { CLI, evals } from "../lib/ours.mjs";
import { inTemporaryFolder, writeProject } from "../lib/project.mjs";

const MAX_SECONDS = 5;
const LEFT = 50;

/** Kills its own process at the given call, and notes when the first call of the process came. */
const PROGRAM = `import { writeFileSync } from "node:fs";
const killAt = Number(process.env.BENCH_KILL_AT ?? Infinity);
let calls = 0;
export default (request) => {
  calls += 1;
  if (calls === 1) writeFileSync(process.env.BENCH_FIRST_CALL, String(Date.now()));
  if (calls === killAt) process.kill(process.pid, "SIGKILL");
  return /answer:(\\w+)/.exec(request.messages.at(-1).content)?.[1] ?? "none";
};
`;

/** A run that was killed goes on: how long until it calls the model again. */
export const resume = {
  title: "Resume of a long log",
  async run({ sizes, rounds, log }) {
    const lines = sizes.finished;
    let spoke = 0;
    const found = await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, "program.mjs"), PROGRAM);
      const first = join(folder, "first-call");
      await writeProject(folder, {
        cases: lines + LEFT,
        prompts: [{ id: "ask", messages: [{ role: "user", content: "Answer with one word.\n{{ input }}" }] }],
        models: [{ id: "rules", provider: "module", path: "./program.mjs", prices: "none" }],
      });
      const killed = { BENCH_FIRST_CALL: first, BENCH_KILL_AT: `${lines + 1}` };
      const again = async () => {
        await rm(join(folder, "reports"), { recursive: true, force: true });
        log(`  a run killed at call ${number(lines + 1)}`);
        await evals(folder, ["run", "suite.yaml"], { env: killed, exits: ["SIGKILL"] });
        const [run] = await readdir(join(folder, "reports"));
        const outputs = await countLines(join(folder, "reports", run, "outputs.jsonl"));
        await rm(first);
        const started = Date.now();
        const words = [];
        const onStderr = (text, ms) => words.push({ text, ms });
        const env = { BENCH_FIRST_CALL: first };
        const measured = await measure([CLI, "run", "suite.yaml", `--resume=${run}`], { cwd: folder, env, onStderr });
        const firstMs = Number(await readFile(first, "utf8")) - started;
        if (words.some(({ ms }) => ms < firstMs)) spoke += 1;
        return { ...measured, firstMs, outputs };
      };
      return (await interleave(rounds, { resume: again }, log)).resume;
    });
    const toFirst = seconds(found, "firstMs");
    const said = `${spoke} of ${rounds}`;
    const fast = median(toFirst) <= MAX_SECONDS;
    return {
      text: [
        `A \`module\` run with a prompt template, killed (\`kill -9\`) at call ${number(lines + 1)} of ${number(lines + LEFT)}, then \`evals run --resume\`: \`outputs.jsonl\` had ${spread(pick(found, "outputs"))} lines. ${times(rounds)}.`,
        table(
          ["to the first new call, s", "to the end, s", "CPU s", "peak MB", "something said before the first call"],
          [
            [
              spread(toFirst, 1),
              spread(seconds(found), 1),
              spread(seconds(found, "cpuMs"), 1),
              spread(pick(found, "peakMb")),
              said,
            ],
          ],
        ),
      ].join("\n\n"),
      goals: [
        goal(
          `resume of ${number(lines)} lines, to the first new call`,
          `≤ ${MAX_SECONDS} s, with a progress line`,
          `${spread(toFirst, 1)} s; a line in ${said}`,
          fast && spoke === rounds,
        ),
      ],
    };
  },
};

async function countLines(path) {
  let lines = 0;
  for (const byte of await readFile(path)) if (byte === 10) lines += 1;
  return lines;
}
