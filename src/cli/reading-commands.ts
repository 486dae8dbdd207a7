import { type CommandSpec, flag, JSON_FLAG, OUT_FLAG } from "./command-spec.ts";
import { list, wholeNumber } from "./flags.ts";

/** Commands that show what runs have left. */
export const readingCommands: readonly CommandSpec[] = [
  {
    name: "history",
    args: "<suite>",
    description: "a metric over a suite's runs, with intervals: where a change is real, and where there is a plateau",
    options: [
      flag("--metric <metric>", "which (default accuracy)"),
      flag("--candidate <id>", "only these candidates (repeat, or a,b)").argParser(list),
      flag("--limit <n>", "the newest n runs (default 20)").argParser(wholeNumber(1)),
      OUT_FLAG,
      JSON_FLAG,
    ],
    examples: [
      ["evals history support-triage", "accuracy of every candidate, run by run"],
      ["evals history support-triage --metric latency_p95_ms --candidate mini --json", "one figure, for a script"],
    ],
    load: async () => (await import("./commands/history.ts")).history,
  },
  {
    name: "report",
    args: "<run>",
    description: "write a report of a run again",
    options: [
      flag("--format <format>", "terminal, md, html, json, junit, github, csv (repeat, or a,b; default md)").argParser(
        list,
      ),
      OUT_FLAG,
    ],
    examples: [
      ["evals report latest --format html", "report.html of the newest run, with the viewer inside"],
      ["evals report latest~1 --format json", "the summary of the one before it"],
    ],
    load: async () => (await import("./commands/report.ts")).report,
  },
  {
    name: "list",
    args: "",
    description: "runs on disk, the newest first",
    options: [OUT_FLAG, JSON_FLAG],
    examples: [
      ["evals list", "every run in reports/"],
      ["evals list --json", "their run.json, as an array"],
    ],
    load: async () => (await import("./commands/list.ts")).list,
  },
  {
    name: "show",
    args: "<run> [case]",
    description: "a run, or a case with every candidate's output side by side",
    options: [OUT_FLAG, JSON_FLAG],
    examples: [
      ["evals show latest", "the newest run"],
      ["evals show latest t-014", "one of its cases"],
    ],
    load: async () => (await import("./commands/show.ts")).show,
  },
  {
    name: "view",
    args: "[run]",
    description: "the viewer in a browser, on loopback: all runs, live while one goes on",
    options: [
      flag("--port <n>", "where to listen (default 4600, or a free one)").argParser(wholeNumber(0)),
      flag("--host <address>", "listen on another address than loopback: whoever reaches it reads every run"),
      flag("--no-open", "do not open a browser"),
      OUT_FLAG,
    ],
    examples: [
      ["evals view", "every run in reports/"],
      ["evals view latest --port 8080", "the newest run, at a port of its own"],
    ],
    load: async () => (await import("./commands/view.ts")).view,
  },
];
