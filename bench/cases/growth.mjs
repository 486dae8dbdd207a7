import { total } from "../lib/disk.mjs";
import { atMost, median, microsATrial, number, pick, seconds, spread, table, times } from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { inTemporaryFolder, models } from "../lib/project.mjs";
import { MILLION } from "../lib/sizes.mjs";
import { ourNoCalls } from "../lib/subjects.mjs";

const MAX_BYTES = 150;

/** What a trial more costs in time, in memory and on disk: one candidate, so that every trial brings a case of its own. */
export const growth = {
  title: "How cost grows",
  async run({ sizes, rounds, full, log }) {
    const steps = full ? [...sizes.growth, MILLION] : sizes.growth;
    const found = {};
    for (const trials of steps)
      await inTemporaryFolder(async (folder) => {
        const run = await ourNoCalls(folder, "simulated", trials, models.simulated());
        // The longest run takes minutes: one of it is enough to see whether the line goes on.
        const often = trials === MILLION ? 1 : rounds;
        const name = `${number(trials)} trials`;
        found[trials] = (await interleave(often, { [name]: run }, log))[name];
      });
    // Up to here the heap grows as it likes; what counts is what comes beyond.
    const base = sizes.growth.at(-2);
    const basePeak = median(pick(found[base], "peakMb"));
    const perTrial = (trials) =>
      pick(found[trials], "peakMb").map((peak) => ((peak - basePeak) * 2 ** 20) / (trials - base));
    const rows = steps.map((trials) => {
      const runs = found[trials];
      return [
        number(trials),
        spread(seconds(runs), 1),
        spread(microsATrial(runs, trials)),
        spread(pick(runs, "peakMb")),
        trials > base ? spread(perTrial(trials)) : "",
        spread(runs.map(({ sizes: files }) => total(files) / trials)),
      ];
    });
    const beyond = `beyond ${number(base)} trials, bytes a trial`;
    return {
      text: [
        `\`simulated\`, \`exact\`, 64 at once. ${times(rounds)}${full ? "; the million once" : "; `--full` adds a million trials"}.`,
        table(["trials", "s", "CPU µs a trial", "peak MB", `memory ${beyond}`, "bytes on disk, a trial"], rows),
      ].join("\n\n"),
      goals: steps
        .filter((trials) => trials > base)
        .map((trials) => atMost(`memory ${beyond}, at ${number(trials)}`, MAX_BYTES, perTrial(trials), { digits: 0 })),
    };
  },
};
