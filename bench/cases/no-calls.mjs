import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { atLeast, microsATrial, number, perSecond, pick, spread, table, times } from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { caseOf, inTemporaryFolder, models, writeLines } from "../lib/project.mjs";
import { ourNoCalls } from "../lib/subjects.mjs";

const MIN_PER_SECOND = 10_000;
const PROGRAM = "export default (request) => /answer:(\\w+)/.exec(request.input)?.[1] ?? 'none';\n";

/** Grading and summing up where no model is called: outputs that exist, a function, a simulation. */
export const noCalls = {
  title: "Trials without calls",
  async run({ sizes, rounds, log }) {
    const trials = sizes.noCalls;
    const found = await inTemporaryFolder(async (folder) => {
      const recordings = join(folder, "recordings.jsonl");
      await writeLines(recordings, trials, (index) => ({ id: `c-${index}`, output: caseOf(index).expected }));
      const program = join(folder, "program.mjs");
      await writeFile(program, PROGRAM);
      const entries = {
        recorded: { id: "old", provider: "recorded", path: recordings },
        module: { id: "rules", provider: "module", path: program, prices: "none" },
        simulated: models.simulated(),
      };
      const subjects = {};
      for (const [name, model] of Object.entries(entries))
        subjects[name] = await ourNoCalls(folder, name, trials, model);
      return interleave(rounds, subjects, log);
    });
    const rows = Object.entries(found).map(([name, runs]) => {
      return [
        `\`${name}\``,
        spread(perSecond(runs, trials)),
        spread(microsATrial(runs, trials)),
        spread(pick(runs, "peakMb")),
      ];
    });
    return {
      text: [
        `${number(trials)} trials, \`exact\`, 64 at once, start-up, journal, summary and report included. ${times(rounds)}.`,
        table(["provider", "trials/s", "CPU µs a trial", "peak MB"], rows),
      ].join("\n\n"),
      goals: Object.entries(found).map(([name, runs]) =>
        atLeast(`\`${name}\`, trials/s`, MIN_PER_SECOND, perSecond(runs, trials)),
      ),
    };
  },
};
