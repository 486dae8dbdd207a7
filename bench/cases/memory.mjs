import { atMost, microsATrial, number, pick, ratios, spread, table, times } from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { models } from "../lib/project.mjs";
import { bare, onStage, ourNoCalls, ours } from "../lib/subjects.mjs";

const [THROUGH_SDK_MB, WITHOUT_MB, MAX_GROWTH] = [270, 180, 1.1];

/** Peak memory of a long run, and whether a trial of it costs more than one of a short run. */
export const memory = {
  title: "Peak memory, and CPU time a trial as runs grow",
  async run({ sizes, rounds, log }) {
    const { small, large } = sizes.memory;
    const found = await onStage({}, async (stage) => {
      const subjects = {};
      for (const trials of [small, large]) {
        for (const provider of ["openai", "anthropic", "http"])
          subjects[`evals, ${label(provider)}, ${trials}`] = await ours(stage, provider, trials);
        const simulated = await ourNoCalls(stage.folder, "simulated", trials, models.simulated());
        subjects[`evals, ${label("simulated")}, ${trials}`] = simulated;
        for (const client of ["openai", "anthropic"])
          subjects[`bare loop, ${label(client)}, ${trials}`] = await bare(stage, client, trials);
      }
      return interleave(rounds, subjects, log);
    });
    const names = Object.keys(found)
      .filter((name) => name.endsWith(`, ${large}`))
      .map((name) => name.slice(0, -`, ${large}`.length));
    const micros = (name, trials) => microsATrial(found[`${name}, ${trials}`], trials);
    const growth = (name) => ratios(micros(name, large), micros(name, small));
    const peak = (name, trials = large) => pick(found[`${name}, ${trials}`], "peakMb");
    const rows = names.map((name) => [
      name,
      spread(peak(name, small)),
      spread(peak(name)),
      spread(micros(name, small)),
      spread(micros(name, large)),
      spread(growth(name), 2),
    ]);
    const ourNames = names.filter((name) => name.startsWith("evals"));
    const [few, many] = [number(small), number(large)];
    return {
      text: [
        `64 at once, 0 ms. ${times(rounds)}. Start-up weighs ten times as much on a trial of the short run.`,
        table(["what", `peak MB, ${few}`, `peak MB, ${many}`, `CPU µs, ${few}`, `CPU µs, ${many}`, "ratio"], rows),
      ].join("\n\n"),
      goals: ourNames.flatMap((name) => [
        atMost(`peak memory, ${many} trials, ${name.slice("evals, ".length)}`, boundOf(name), peak(name), MB),
        atMost(`CPU a trial, ${many} over ${few}, ${name.slice("evals, ".length)}`, MAX_GROWTH, growth(name)),
      ]),
    };
  },
};

const MB = { digits: 0, unit: " MB" };
const label = (provider) => (["openai", "anthropic"].includes(provider) ? `${provider} SDK` : `\`${provider}\``);
const boundOf = (name) => (name.includes("SDK") ? THROUGH_SDK_MB : WITHOUT_MB);
