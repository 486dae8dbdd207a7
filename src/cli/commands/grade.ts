import { relative } from "node:path";
import { exitCodeOf } from "../../gate/verdict.ts";
import { gradeChangesText } from "../../pipeline/grade-changes.ts";
import { gradeRun, NotGraded } from "../../pipeline/grade-run.ts";
import { DEFAULT_RUN_OPTIONS } from "../../pipeline/options.ts";
import { reportOf } from "../../pipeline/write-reports.ts";
import { type Context, worldOf } from "../context.ts";
import { createProgress } from "../progress.ts";

interface Flags {
  readonly suite?: string;
  readonly budget?: number;
  readonly concurrency?: number;
  readonly cache: boolean;
  readonly refresh?: boolean;
  readonly allowUndecided?: boolean;
  readonly out?: string;
  readonly report?: readonly string[];
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const INCOMPLETE = 4;

/** `evals grade`: new graders on old outputs. */
export async function grade(
  context: Context,
  args: readonly string[],
  given: Record<string, unknown>,
): Promise<number> {
  const flags = given as unknown as Flags;
  const { out, err, interrupt } = context;
  const reports = flags.report ?? DEFAULT_RUN_OPTIONS.reports;
  for (const format of reports) reportOf(format);
  const options = {
    suite: flags.suite ?? null,
    budgetUsd: flags.budget ?? null,
    concurrency: flags.concurrency ?? null,
    cache: flags.cache === false ? ("off" as const) : flags.refresh ? ("refresh" as const) : ("use" as const),
    reports,
  };
  const progress = createProgress(err, context.clock, flags.quiet === true);
  interrupt.onStop(() => progress.stopping());
  const graded = await gradeRun(
    args[0] ?? "latest",
    options,
    worldOf(context, flags.out),
    { stop: interrupt.stop, signal: interrupt.signal },
    {
      onStart: ({ suite, candidates, outputs }) =>
        progress.start({ title: `grading ${suite}`, candidates, planned: outputs, finished: 0 }),
      onResult: (result) => progress.result(result),
      onNote: (text) => progress.note(text),
    },
  )
    .catch((error: unknown) => {
      if (!(error instanceof NotGraded)) throw error;
      return error;
    })
    .finally(() => progress.end());
  if (graded instanceof NotGraded) {
    const { name, message } = graded;
    if (flags.json) out.write(`${JSON.stringify({ error: { name, message, file: null, line: null, col: null } })}\n`);
    else err.write(`error: ${message}\n`);
    return interrupt.exitCode() ?? INCOMPLETE;
  }
  const { ended, changes } = graded;
  const shown = { ...ended.report, folder: relative(context.cwd, ended.folder) || ended.folder };
  if (flags.json) out.write(`${JSON.stringify(ended.report.summaryJson, null, 2)}\n`);
  else out.write(await reportOf("terminal").render(shown, { color: out.color, width: out.width }));
  (flags.json ? err : out).write(gradeChangesText(changes));
  return exitCodeOf(ended.summary, flags.allowUndecided === true);
}
