import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { type CommandResult, type CommandSpec, flag, JSON_FLAG, OUT_FLAG } from "./command-spec.ts";
import { comparisonCommands } from "./comparison-commands.ts";
import type { Context } from "./context.ts";
import { list, positive, repeated, wholeNumber } from "./flags.ts";
import { readingCommands } from "./reading-commands.ts";
import { verdictCommands } from "./verdict-commands.ts";

/** The table of commands: an entry and a file in commands/ each. */
export const commands: readonly CommandSpec[] = [
  {
    name: "init",
    args: "[dir]",
    description: "write a working suite, dataset and CI workflow",
    options: [flag("--force", "overwrite files that are there")],
    examples: [
      ["evals init", "into this folder"],
      ["evals init my-evals && cd my-evals && evals run", "into a new one, and run it"],
    ],
    load: async () => (await import("./commands/init.ts")).init,
  },
  {
    name: "run",
    args: "[suite...]",
    description: "run suites: call, grade, report, gate",
    options: [
      flag("-m, --model <id>", "only these models or candidates (repeat, or a,b)").argParser(list),
      flag("-n, --limit <n>", "the first n cases of the seeded order: a fair sample").argParser(wholeNumber(1)),
      flag(
        "--where <field=value>",
        "only cases whose field matches: field=a,b any of, field!=a; repeat: all",
      ).argParser(repeated),
      flag("--repeats <n>", "trials of each case").argParser(wholeNumber(1)),
      flag("-c, --concurrency <n>", "calls in flight per provider account").argParser(wholeNumber(1)),
      flag("--budget <usd>", "spend at most this").argParser(positive("an amount in USD")),
      flag("--seed <n>", "seed of the order and of resampling").argParser(wholeNumber(0)),
      flag("--no-cache", "neither read nor write the response cache"),
      flag("--refresh", "call anew, and write the cache"),
      flag(
        "--resume <run>",
        "go on with a run, with the flags it was started with: --resume=<run>, or --resume for the suite's last unfinished one",
      ),
      flag(
        "--reuse <run>",
        "start a new run that takes every unchanged output of an old one: those are not called again",
      ),
      flag("--dry-run", "say what it would take: calls, tokens, cost; call nothing"),
      flag(
        "--baseline <run or file>",
        "compare with it over time (default: baselines/<suite>.json beside the suite file)",
      ),
      flag("--no-baseline", "compare with no baseline"),
      flag(
        "--stop-early",
        "stop a candidate as soon as its verdicts are sure: five looks at the first cases of the order, intervals that allow for it",
      ),
      flag("--allow-undecided", "exit 0 instead of 3 when the evidence is not enough"),
      flag("--grace <seconds>", "time for calls in flight after Ctrl-C (default 5)").argParser(wholeNumber(0)),
      OUT_FLAG,
      flag("--report <format>", "reports to write into the run folder (repeat, or a,b; default md,html)").argParser(
        list,
      ),
      flag("--quiet", "no progress"),
      JSON_FLAG,
      ...["--watch"].map((later) => flag(later, "not built yet").hideHelp()),
    ],
    examples: [
      ["evals run evals/support-triage.yaml", "every candidate on every case"],
      ["evals run -m mini -n 50 --budget 0.50", "one model, 50 cases, half a dollar at most"],
    ],
    load: async () => (await import("./commands/run.ts")).run,
  },
  {
    name: "grade",
    args: "<run>",
    description: "grade a run again with the suite's present graders; no model under test is called",
    options: [
      flag("--suite <file>", "the suite whose graders are taken (default: the run's own, as it is now)"),
      flag("--budget <usd>", "spend at most this on judges").argParser(positive("an amount in USD")),
      flag("-c, --concurrency <n>", "judge calls in flight per provider account").argParser(wholeNumber(1)),
      flag("--no-cache", "neither read nor write the response cache"),
      flag("--refresh", "ask judges anew, and write the cache"),
      flag("--allow-undecided", "exit 0 instead of 3 when the evidence is not enough"),
      OUT_FLAG,
      flag("--report <format>", "reports to write into the run folder (repeat, or a,b; default md,html)").argParser(
        list,
      ),
      flag("--quiet", "no progress"),
      JSON_FLAG,
    ],
    examples: [
      ["evals grade latest", "after a grader of the suite was changed: what would the newest run be worth now?"],
      ["evals grade latest --suite evals/stricter.yaml", "with the graders of another suite of the same name"],
    ],
    load: async () => (await import("./commands/grade.ts")).grade,
  },
  ...comparisonCommands,
  {
    name: "gate",
    args: "[run]",
    description: "the verdict of a finished run, from its folder alone; or, with --plan, what a dataset can show",
    options: [
      flag("--suite <file>", "its present requirements (default: those of the run)"),
      flag(
        "--baseline <run or file>",
        "compare with it (default: what the run was compared with, else baselines/<suite>.json beside the suite file)",
      ),
      flag("--no-baseline", "compare with no baseline"),
      flag("--allow-undecided", "exit 0 instead of 3 when the evidence is not enough"),
      flag("--plan", "of a suite or a run, before anything is spent: the smallest drop that its cases can show"),
      OUT_FLAG,
      JSON_FLAG,
    ],
    examples: [
      ["evals gate latest --baseline main-run", "was the newest run worse than that one?"],
      ["evals gate --plan evals/support-triage.yaml", "can these cases show what its requirements ask?"],
    ],
    load: async () => (await import("./commands/gate.ts")).gate,
  },
  {
    name: "validate",
    args: "[suite...]",
    description: "find everything that can be wrong, without calling anything",
    options: [flag("--keys", "a missing API key is an error"), JSON_FLAG],
    examples: [
      ["evals validate", "all suites of evals/"],
      ["evals validate evals/support-triage.yaml --json", "one suite, for an editor or a script"],
    ],
    load: async () => (await import("./commands/validate.ts")).validate,
  },
  ...readingCommands,
  {
    name: "models",
    args: "[query]",
    description: "known models: price, context window, and where the figures are from",
    options: [JSON_FLAG],
    examples: [
      ["evals models haiku", "models with haiku in their name"],
      ["evals models openai/gpt-4.1", "one provider's"],
    ],
    load: async () => (await import("./commands/models.ts")).models,
  },
  {
    name: "cache",
    args: "<action>",
    description: "the response cache: info (what it holds) or clear (remove it)",
    options: [JSON_FLAG],
    examples: [
      ["evals cache info", "how many replies, how large, from when"],
      ["evals cache clear", "remove them: the next run calls anew"],
    ],
    load: async () => (await import("./commands/cache.ts")).cache,
  },
  {
    name: "judge",
    args: "<action> [run]",
    description: "how good a run's judge is against people: calibrate",
    options: [
      flag("--labels <file>", "people's labels: JSONL of {case_id, candidate, repeat?, pass | label | score, rater?}"),
      flag("--grader <id>", "the judge (default: the only one)"),
      OUT_FLAG,
      JSON_FLAG,
    ],
    examples: [
      ["evals judge calibrate latest --labels labels.jsonl", "agreement, bias, and the rates corrected by the labels"],
      [
        "evals judge calibrate latest --labels labels.jsonl --grader tone --json",
        "one of several judges, for a script",
      ],
    ],
    load: async () => (await import("./commands/judge.ts")).judge,
  },
  ...verdictCommands,
];

/** Commands of the contract that this version does not have: told apart from typing mistakes. */
const LATER = "data traffic feedback shadow rollout proxy review outcomes worker".split(" ");

/** Runs a command line. Throws `CommanderError` for bad usage, help and version. */
export async function runProgram(context: Context): Promise<CommandResult> {
  let result: CommandResult = 0;
  const program = new Command("evals")
    .description("LLM evaluation that knows when it is sure")
    .version(version, "-v, --version")
    .showHelpAfterError("(evals --help shows the commands)")
    .configureHelp({ sortSubcommands: false });
  const output = {
    writeOut: (text: string) => context.out.write(text),
    writeErr: (text: string) => context.err.write(text),
    getOutHelpWidth: () => context.out.width,
    getErrHelpWidth: () => context.err.width,
  };
  program.exitOverride().configureOutput(output);
  for (const spec of commands) {
    const command = program.command(`${spec.name} ${spec.args}`.trim()).description(spec.description);
    command.exitOverride().configureOutput(output).showHelpAfterError(`(evals ${spec.name} --help shows the flags)`);
    for (const option of spec.options) command.addOption(option);
    command
      .option("--no-color", "no colour (NO_COLOR and FORCE_COLOR are obeyed too)")
      .option("--no-env-file", "do not read .env");
    const examples = spec.examples.map(([line, what]) => `  ${line}\n      ${what}`).join("\n");
    command.addHelpText("after", `\nExamples:\n${examples}`);
    command.action(async (...received: unknown[]) => {
      const flags = received.at(-2) as Record<string, unknown>;
      const args = received
        .slice(0, -2)
        .flat()
        .filter((arg): arg is string => typeof arg === "string");
      result = await (await spec.load())(context, args, flags);
    });
  }
  const [verb] = context.argv;
  if (verb !== undefined && LATER.includes(verb)) {
    throw new CommanderError(
      2,
      "evals.later",
      `error: evals ${verb} is not built yet in this version; evals --help shows what is`,
    );
  }
  if (context.argv.length === 0) {
    program.outputHelp();
    return 0;
  }
  await program.parseAsync(context.argv.map(bareResume), { from: "user" });
  return result;
}

/** `--resume` without `=` stands for the last unfinished run and must not swallow the suite behind it. */
function bareResume(argument: string): string {
  return argument === "--resume" ? "--resume=" : argument;
}
