import { atMost, number, pick, seconds, spread, table, times } from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { bare, onStage, ours } from "../lib/subjects.mjs";

const LATENCY_MS = 50;
const GOALS = { 4: { sdk: 1.1, http: 1.1 }, 32: { sdk: 1.3, http: 1.3 }, 256: { sdk: 4.5, http: 2 } };

/** Wall time against trials × latency / at once. */
export const wall = {
  title: "Wall time over the ideal",
  async run({ sizes, rounds, log }) {
    const rows = [];
    const goals = [];
    for (const [bound, trials] of Object.entries(sizes.wall)) {
      const concurrency = Number(bound);
      const found = await onStage({ latencyMs: LATENCY_MS }, async (stage) => {
        const subjects = {
          "openai SDK": await ours(stage, "openai", trials, { concurrency }),
          "anthropic SDK": await ours(stage, "anthropic", trials, { concurrency }),
          "`http`": await ours(stage, "http", trials, { concurrency }),
          "bare loop, openai SDK": await bare(stage, "openai", trials, concurrency),
          "bare loop, undici `request`": await bare(stage, "request", trials, concurrency),
        };
        // With few at once everybody waits for the server alone: one SDK stands for both.
        if (concurrency < 256) delete subjects["anthropic SDK"];
        return interleave(rounds, subjects, (line) => log(`${line} (${bound} at once)`));
      });
      const ideal = (trials * LATENCY_MS) / concurrency;
      for (const [name, runs] of Object.entries(found)) {
        const over = pick(runs, "wallMs").map((ms) => ms / ideal);
        rows.push([bound, name, number(trials), number(ideal / 1000, 1), spread(seconds(runs), 1), spread(over, 2)]);
        if (name.startsWith("bare")) continue;
        const most = GOALS[bound][name === "`http`" ? "http" : "sdk"];
        goals.push(atMost(`wall over ideal at ${LATENCY_MS} ms, ${bound} at once, ${name}`, most, over));
      }
    }
    return {
      text: [
        `The server answers after ${LATENCY_MS} ms; ideal: trials × ${LATENCY_MS} ms / at once. Start-up, summary and report included. ${times(rounds)}.`,
        table(["at once", "what", "trials", "ideal s", "wall s", "wall / ideal"], rows),
      ].join("\n\n"),
      goals,
    };
  },
};
