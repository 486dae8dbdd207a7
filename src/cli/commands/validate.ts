import { formatProblem, UserError } from "../../base/errors.ts";
import type { Problem } from "../../domain/problem.ts";
import { DEFAULT_RUN_OPTIONS } from "../../pipeline/options.ts";
import { closePrepared } from "../../pipeline/prepare.ts";
import { prepareAll } from "../../pipeline/prepare-all.ts";
import { visibleText } from "../../report/safe-text.ts";
import { type Context, worldOf } from "../context.ts";
import { counted } from "../counted.ts";

/** `evals validate`: everything that can be wrong, found without calling anything. Manual suites of a folder too. */
export async function validate(
  context: Context,
  suites: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const { out, err } = context;
  const options = {
    ...DEFAULT_RUN_OPTIONS,
    keys: flags.keys === true ? ("error" as const) : ("warn" as const),
    manual: true,
  };
  let problems: readonly Problem[] = [];
  let names: string[] = [];
  try {
    const { prepared } = await prepareAll(suites, options, worldOf(context, undefined));
    problems = prepared.flatMap(({ warnings }) => warnings);
    names = prepared.map(
      ({ file, dataset, candidates }) =>
        `${file}: ok, ${counted(dataset.count, "case")}, ${counted(candidates.length, "candidate")}`,
    );
    await Promise.all(prepared.map(closePrepared));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!flags.json) throw error;
    problems =
      error.problems.length > 0
        ? error.problems
        : [
            {
              file: suites[0] ?? "evals",
              line: null,
              col: null,
              path: null,
              message: error.message,
              severity: "error",
            },
          ];
  }
  const ok = problems.every((problem) => problem.severity === "warning");
  if (flags.json) {
    const shown = problems.map(({ severity = "error", ...problem }) => ({ ...problem, severity }));
    out.write(`${JSON.stringify({ ok, problems: shown }, null, 2)}\n`);
  } else {
    for (const problem of problems) err.write(`warning: ${visibleText(formatProblem(problem))}\n`);
    out.write(`${names.join("\n")}\n`);
  }
  return ok ? 0 : 2;
}
