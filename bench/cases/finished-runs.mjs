import { join } from "node:path";
import { goal, median, number, pick, seconds, spread, table, times } from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { evals, runSuite } from "../lib/ours.mjs";
import { inTemporaryFolder, models, writeProject } from "../lib/project.mjs";

const MAX_MB = 300;
// The suite's requirements may be met, missed or undecided: the time to say so is what counts.
const VERDICTS = [0, 1, 3];

/** Commands that read a finished run. */
export const finishedRuns = {
  title: "Commands on a finished run",
  async run({ sizes, rounds, log }) {
    const trials = sizes.finished;
    const found = await inTemporaryFolder(async (folder) => {
      const many = await writeProject(join(folder, "many"), {
        cases: trials / 2,
        models: [models.simulated("a"), models.simulated("b")],
        requirements: [
          { metric: "accuracy", min: 0.85 },
          { metric: "accuracy", max_drop: 0.03, candidate: "b", against: "a" },
          { metric: "latency_p95_ms", max: 2_000 },
        ],
      });
      log(`  a run of ${number(trials)} trials to read`);
      await runSuite(many, { keep: true, exits: VERDICTS });
      const html = await writeProject(join(folder, "html"), { cases: sizes.html, models: [models.simulated()] });
      await runSuite(html, { keep: true });
      const on = (project, args) => () => evals(project, [...args, "--out", "reports"], { exits: VERDICTS });
      const commands = {
        "`report --format json`": on(many, ["report", "latest", "--format", "json"]),
        "`gate`": on(many, ["gate", "latest"]),
        "`compare` (accuracy, and latency and cost by bootstrap)": on(many, ["compare", "latest"]),
      };
      const page = "`report --format html`";
      const reads = await interleave(rounds, commands, log);
      const written = await attempt(() =>
        interleave(rounds, { [page]: on(html, ["report", "latest", "--format", "html"]) }, log),
      );
      return { reads, page: written?.[page] ?? null };
    });
    const bounds = [3, 3, 6];
    const rows = Object.entries(found.reads).map(([name, runs]) => [name, number(trials), ...cells(runs)]);
    rows.push(["`report --format html`", number(sizes.html), ...(found.page ? cells(found.page) : ["–", "–", "–"])]);
    const goals = Object.entries(found.reads).map(([name, runs], at) => judged(name, trials, bounds[at], runs));
    goals.push(
      found.page === null
        ? goal(pageGoal(sizes.html), "≤ 2 s", "not measured: this build has no such format", null)
        : judgedTime(pageGoal(sizes.html), 2, found.page),
    );
    return {
      text: [
        `${number(trials)} trials: two simulated candidates on ${number(trials / 2)} cases, one grader, three requirements. From the command to its end. ${times(rounds)}.`,
        table(["command", "trials", "s", "CPU s", "peak MB"], rows),
      ].join("\n\n"),
      goals,
    };
  },
};

const pageGoal = (trials) => `\`report --format html\` of ${number(trials)} trials`;
const cells = (runs) => [spread(seconds(runs), 1), spread(seconds(runs, "cpuMs"), 1), spread(pick(runs, "peakMb"))];

/** CPU time beside it: with other work on the machine the wall time says little. */
const timeOf = (runs) => `${spread(seconds(runs), 1)} s (CPU ${spread(seconds(runs, "cpuMs"), 1)} s)`;

function judged(name, trials, mostSeconds, runs) {
  const peaks = pick(runs, "peakMb");
  const met = median(seconds(runs)) <= mostSeconds && median(peaks) <= MAX_MB;
  const seen = `${timeOf(runs)}, ${spread(peaks)} MB`;
  return goal(`${name} of ${number(trials)} trials`, `≤ ${mostSeconds} s, ≤ ${MAX_MB} MB`, seen, met);
}

function judgedTime(work, mostSeconds, runs) {
  return goal(work, `≤ ${mostSeconds} s`, timeOf(runs), median(seconds(runs)) <= mostSeconds);
}

/** null: the command refused, as it does for a format that it does not know. */
async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    if (!/ended with 2:/.test(error.message)) throw error;
    return null;
  }
}
