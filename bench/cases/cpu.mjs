import {
  atMost,
  goal,
  median,
  microsATrial,
  number,
  perSecond,
  pick,
  ratios,
  spread,
  table,
  times,
} from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { bare, onStage, ours } from "../lib/subjects.mjs";

const AT_ONCE = 64;
const MAX_RATIO = 0.75;

/** CPU time of a trial when the server answers at once: what the harness and its transport cost. */
export const cpu = {
  title: "CPU time a trial, calls that take no time",
  async run({ sizes, rounds, log }) {
    const trials = sizes.calls;
    const found = await onStage({}, async (stage) => {
      const subjects = {
        "evals, openai SDK": await ours(stage, "openai", trials),
        "bare loop, openai SDK": await bare(stage, "openai", trials),
        "evals, anthropic SDK": await ours(stage, "anthropic", trials),
        "bare loop, anthropic SDK": await bare(stage, "anthropic", trials),
        "evals, `http`": await ours(stage, "http", trials),
        "bare loop, undici `request`": await bare(stage, "request", trials),
        "evals, openai SDK, writing the response cache": await ours(stage, "openai", trials, { cache: true }),
      };
      return interleave(rounds, subjects, log);
    });
    const micros = (name) => microsATrial(found[name], trials);
    const beside = {
      "evals, anthropic SDK": "bare loop, anthropic SDK",
      "evals, `http`": "bare loop, undici `request`",
    };
    const rows = Object.entries(found).map(([name, runs]) => {
      const by = beside[name] ?? "bare loop, openai SDK";
      const over = name.startsWith("bare") ? "1" : spread(ratios(micros(name), micros(by)), 2);
      const server = (1000 * median(pick(runs, "serverCpuMs"))) / trials;
      return [name, spread(micros(name)), over, spread(perSecond(runs, trials)), number(server)];
    });
    const sdks = ["openai", "anthropic"].map((sdk) => {
      const over = ratios(micros(`evals, ${sdk} SDK`), micros(`bare loop, ${sdk} SDK`));
      return atMost(`CPU a trial, ${sdk} SDK, × bare loop`, MAX_RATIO, over);
    });
    const http = goal("CPU a trial, `http`", "–", `${spread(micros("evals, `http`"))} µs`, null);
    return {
      text: [
        `${number(trials)} trials, ${AT_ONCE} at once, 0 ms, \`exact\`, with journal, progress and the default reports; the bare loop is a pool, the call, one comparison and one JSONL line. ${times(rounds)}, start-up included; ratios within a round. The server runs beside it on the same cores.`,
        table(["what", "CPU µs a trial", "× its bare loop", "trials/s", "server CPU µs a call"], rows),
      ].join("\n\n"),
      goals: [...sdks, http],
    };
  },
};
