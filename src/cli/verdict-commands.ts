import { type CommandSpec, flag, JSON_FLAG, OUT_FLAG } from "./command-spec.ts";
import { atLeastZero, list, repeated } from "./flags.ts";

/** Commands that answer from finished runs; the table of commands ends with them. */
export const verdictCommands: readonly CommandSpec[] = [
  {
    name: "select",
    args: "<run...>",
    description: "which candidate of one run or several to ship, and how sure that is",
    options: [
      flag(
        "--require <constraint>",
        "only who is shown to keep it: 'accuracy>=0.9', 'accuracy@tag:billing>=0.8'; >= <= > <; repeat: all (default: the suite's own absolute requirements)",
      ).argParser(repeated),
      flag("--maximize <metric>", "the objective (default accuracy); several objectives give a Pareto set").argParser(
        list,
      ),
      flag("--minimize <metric>", "an objective of which less is better").argParser(list),
      flag(
        "--epsilon <difference>",
        "differences up to it do not matter (default 0.01: a point of a share, 1% of anything else)",
      ).argParser(atLeastZero),
      OUT_FLAG,
      JSON_FLAG,
    ],
    examples: [
      [
        "evals select latest --require 'accuracy>=0.9' --minimize cost_per_case_usd",
        "the cheapest that is shown to be right nine times in ten",
      ],
      [
        "evals select latest latest~1 --require 'latency_p95_ms<=2000'",
        "the most accurate of two runs' candidates that answer in time",
      ],
    ],
    load: async () => (await import("./commands/select.ts")).select,
  },
];
