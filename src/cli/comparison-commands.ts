import { type CommandSpec, flag, JSON_FLAG, OUT_FLAG } from "./command-spec.ts";
import { list, repeated } from "./flags.ts";

/** Commands that compare finished runs, and keep one to be compared with. */
export const comparisonCommands: readonly CommandSpec[] = [
  {
    name: "compare",
    args: "<run> [more...]",
    description: "paired differences: the candidates of one run, the same ones across runs, or against a baseline",
    options: [
      flag("--reference <id>", "of one run: whom the candidates are compared with (default: the suite's reference)"),
      flag("--baseline <run or file>", "compare each candidate with itself there"),
      flag("--metric <name>", "what to compare (repeat, or a,b; default: accuracy, latency, cost)").argParser(list),
      flag("--slice <slice>", "only these cases: tag:x or field:value (repeat)").argParser(repeated),
      OUT_FLAG,
      JSON_FLAG,
    ],
    examples: [
      ["evals compare latest", "every candidate of the newest run against the suite's reference"],
      [
        "evals compare latest~1 latest --metric accuracy",
        "the same candidates in the run before and the newest: what changed, and is it more than chance?",
      ],
    ],
    load: async () => (await import("./commands/compare.ts")).compare,
  },
  {
    name: "baseline",
    args: "<action> [run]",
    description: "save <run>: keep its results in a small file to commit; show [suite]: what such a file holds",
    options: [
      flag("--file <path>", "the file (default: baselines/<suite>.json beside the suite file)"),
      flag("--force", "save a run that is not complete"),
      OUT_FLAG,
      JSON_FLAG,
    ],
    examples: [
      ["evals baseline save latest", "the newest run, for evals run and evals gate to compare with"],
      ["evals baseline show", "every baseline of evals/baselines"],
    ],
    load: async () => (await import("./commands/baseline.ts")).baseline,
  },
];
