import { atMost, median, number, pick, seconds, spread, table, times } from "../lib/figures.mjs";
import { interleave, measure } from "../lib/measure.mjs";
import { evals, ROOT } from "../lib/ours.mjs";
import { models } from "../lib/project.mjs";
import { onStage, ourNoCalls, ours } from "../lib/subjects.mjs";

const BARE = "`node -e 0`";

/** How long a command takes to start, and a run of one trial from start to end. */
export const startup = {
  title: "Start-up",
  async run({ sizes, log }) {
    const starts = await interleave(sizes.startups, {
      [BARE]: () => measure(["-e", "0"]),
      "`evals --version`": () => evals(ROOT, ["--version"]),
      "`evals --help`": () => evals(ROOT, ["--help"]),
    });
    const trials = await onStage({}, async (stage) => {
      const subjects = {
        "one trial, openai SDK": await ours(stage, "openai", 1),
        "one trial, `http`": await ours(stage, "http", 1),
        "one trial, `simulated`": await ourNoCalls(stage.folder, "simulated", 1, models.simulated()),
      };
      return interleave(sizes.oneTrials, subjects, log);
    });
    const bareMs = median(pick(starts[BARE], "wallMs"));
    const rows = Object.entries({ ...starts, ...trials }).map(([name, found]) => {
      const wall = pick(found, "wallMs");
      const over = number(median(wall) / bareMs, 2);
      return [name, spread(wall), over, spread(pick(found, "cpuMs")), spread(pick(found, "peakMb"))];
    });
    const bound = Math.round(1.5 * bareMs + 60);
    const flags = ["--version", "--help"].map((flag) => {
      const wall = pick(starts[`\`evals ${flag}\``], "wallMs");
      return atMost(`\`${flag}\`, to 1.5 × bare node + 60 ms`, bound, wall, { digits: 0, unit: " ms" });
    });
    const all = Object.entries(trials).map(([name, found]) => {
      return atMost(`${name}, all in`, 0.4, seconds(found), { unit: " s" });
    });
    return {
      text: [
        `${times(sizes.startups)}; of one trial, all in (a call where there is one, journal, summary, report), ${sizes.oneTrials}.`,
        table(["command", "wall ms", "× bare node", "CPU ms", "peak MB"], rows),
      ].join("\n\n"),
      goals: [...flags, ...all],
    };
  },
};
