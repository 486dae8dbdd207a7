import { relative } from "node:path";
import { formatProblem, messageOf, UserError } from "../../base/errors.ts";
import type { WherePair } from "../../base/rows/where.ts";
import { parseWhereFlag } from "../../base/rows/where.ts";
import { exitCodeOf, worstExitCode } from "../../gate/verdict.ts";
import { findRun } from "../../log/find-runs.ts";
import { markInterrupted } from "../../log/mark-interrupted.ts";
import { type DryRun, estimateRun } from "../../pipeline/dry-run.ts";
import { DEFAULT_RUN_OPTIONS, type RunOptions, type World } from "../../pipeline/options.ts";
import { closePrepared, type PreparedRun, trialsOf } from "../../pipeline/prepare.ts";
import { prepareAll } from "../../pipeline/prepare-all.ts";
import { resumeOptions } from "../../pipeline/resume-options.ts";
import { reportOf } from "../../pipeline/write-reports.ts";
import { type EndedRun, runSuite } from "../../pipeline.ts";
import { visibleText } from "../../report/safe-text.ts";
import { type Context, worldOf } from "../context.ts";
import { dryRunText } from "../dry-run-text.ts";
import { inGithubActions, tellGithub } from "../github-actions.ts";
import { createProgress, type Progress } from "../progress.ts";
import { type Asked, resumeCommand } from "../resume-command.ts";
import { tightenHeap } from "../tight-heap.ts";

interface Flags {
  readonly model?: readonly string[];
  readonly limit?: number;
  readonly where?: readonly string[];
  readonly repeats?: number;
  readonly concurrency?: number;
  readonly budget?: number;
  readonly seed?: number;
  readonly cache: boolean;
  readonly refresh?: boolean;
  readonly resume?: string;
  readonly reuse?: string;
  /** false: `--no-baseline`. */
  readonly baseline?: string | false;
  readonly dryRun?: boolean;
  readonly allowUndecided?: boolean;
  readonly stopEarly?: boolean;
  readonly grace?: number;
  readonly out?: string;
  readonly report?: readonly string[];
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const LATER = { watch: "--watch" } as const;

/** `evals run`: all suites are checked before any runs. */
export async function run(context: Context, named: readonly string[], given: Record<string, unknown>): Promise<number> {
  for (const [key, name] of Object.entries(LATER)) {
    if (given[key] === true) throw new UserError("later", `${name} is not built yet in this version`);
  }
  const flags = given as unknown as Flags;
  const { err, interrupt } = context;
  const world = worldOf(context, flags.out);
  const { suites, options } = await resumeOptions({ suites: named, options: await optionsOf(flags, world) }, world);
  if (flags.grace !== undefined) interrupt.setGrace(flags.grace * 1000);
  for (const format of options.reports) reportOf(format);

  const { prepared, notes } = await prepareAll(suites, options, world);
  for (const note of notes) err.write(`note: ${visibleText(note)}\n`);
  for (const one of prepared)
    for (const warning of one.warnings) err.write(`warning: ${visibleText(formatProblem(warning))}\n`);
  try {
    if (options.resume !== null && prepared.length > 1)
      throw new UserError("resume_one", "--resume goes on with one suite: name it");
    if (options.reuse !== null && prepared.length > 1)
      throw new UserError("reuse_one", "--reuse takes the outputs of one run, so it needs one suite: name it");
    const asked = { argv: context.argv, suites: named, prepared: prepared.length };
    return flags.dryRun
      ? await dryRun(prepared, context, flags)
      : await runAll(prepared, options, world, context, flags, asked);
  } finally {
    await Promise.all(prepared.map(closePrepared));
  }
}

async function runAll(
  prepared: readonly PreparedRun[],
  options: RunOptions,
  world: ReturnType<typeof worldOf>,
  context: Context,
  flags: Flags,
  asked: Asked,
): Promise<number> {
  const { out, err, interrupt } = context;
  const ended: EndedRun[] = [];
  const codes: number[] = [];
  let folder: string | null = null;
  let progress: Progress | null = null;
  interrupt.onStop(() => progress?.stopping());
  interrupt.onKill((reason) => {
    if (folder !== null) markInterrupted(folder, context.secrets.mask(reason));
  });
  for (const one of prepared) {
    if (interrupt.exitCode() !== null) {
      err.write(`not started: ${one.file}\n`);
      continue;
    }
    const shows = createProgress(err, context.clock, flags.quiet === true);
    progress = shows;
    tightenHeap(trialsOf(one));
    const result = await runSuite(
      one,
      options,
      world,
      { stop: interrupt.stop, signal: interrupt.signal },
      {
        onReading: (read, most) => shows.reading(read, most),
        onStart: (started) => {
          folder = started.folder;
          const candidates = started.prepared.candidates.map(({ id }) => id);
          shows.start({ ...started, title: started.prepared.suite.name, candidates });
        },
        onResult: (trial) => shows.result(trial),
        onNote: (text) => shows.note(text),
        onWatch: (longest) => shows.watch(longest),
      },
    )
      .catch((error: unknown) => {
        if (folder !== null) markInterrupted(folder, context.secrets.mask(`an error ended it: ${messageOf(error)}`));
        throw error;
      })
      .finally(() => shows.end());
    ended.push(result);
    folder = null;
    codes.push(interrupt.exitCode() ?? exitCodeOf(result.summary, flags.allowUndecided === true));
    const shown = { ...result.report, folder: relative(context.cwd, result.folder) || result.folder };
    if (!flags.json) out.write(await reportOf("terminal").render(shown, { color: out.color, width: out.width }));
    if (options.reports.includes("github") || inGithubActions(context)) await tellGithub(context, result.report, err);
    if (result.summary.status !== "complete") err.write(`${resumeNote(result, asked, one.file)}\n`);
    if (flags.allowUndecided && result.summary.verdict === "undecided" && codes.at(-1) === 0) {
      err.write("undecided, and allowed by --allow-undecided: exit 0\n");
    }
  }
  if (flags.json) {
    const documents = ended.map(({ report }) => report.summaryJson);
    out.write(`${JSON.stringify(prepared.length === 1 ? documents[0] : documents, null, 2)}\n`);
  }
  const signalled = interrupt.exitCode();
  return worstExitCode(signalled === null ? codes : [...codes, signalled]);
}

function resumeNote({ summary, manifest }: EndedRun, asked: Asked, file: string): string {
  // "interrupted: it was interrupted" says nothing twice.
  const why = summary.statusReason === null || summary.status === "interrupted" ? "" : `: ${summary.statusReason}`;
  // With the same budget nothing more would be called: it is the run's, whatever it has spent before included.
  const more = /^the budget of /.test(summary.statusReason ?? "") ? " with a higher --budget" : "";
  return `${summary.status}${why}. What has finished is on disk; to go on${more}: ${resumeCommand(asked, manifest.runId, file)}`;
}

async function dryRun(prepared: readonly PreparedRun[], { out }: Context, flags: Flags): Promise<number> {
  const estimates: DryRun[] = [];
  for (const one of prepared) estimates.push(await estimateRun(one));
  if (flags.json) out.write(`${JSON.stringify(dryRunJson(estimates), null, 2)}\n`);
  else for (const estimate of estimates) out.write(await dryRunText(estimate));
  return 0;
}

function dryRunJson(estimates: readonly DryRun[]): object {
  const documents = estimates.map((estimate) => ({
    schema: "evals.dry_run/1",
    suite: estimate.suite,
    cases: estimate.cases,
    repeats: estimate.repeats,
    trials: estimate.trials,
    candidates: estimate.candidates.map((one) => ({
      id: one.candidate,
      calls: one.calls,
      input_tokens: one.inputTokens,
      max_output_tokens: one.maxOutputTokens,
      input_usd: one.inputUsd,
      max_usd: one.maxUsd,
    })),
    judges: estimate.judges,
    sampled: estimate.sampled,
    max_usd: estimate.maxUsd,
  }));
  return documents.length === 1 ? (documents[0] ?? {}) : documents;
}

async function optionsOf(flags: Flags, world: World): Promise<RunOptions> {
  const where: WherePair[] = (flags.where ?? []).map(parseWhereFlag);
  return {
    models: flags.model ?? [],
    limit: flags.limit ?? null,
    where,
    repeats: flags.repeats ?? null,
    concurrency: flags.concurrency ?? null,
    budgetUsd: flags.budget ?? null,
    seed: flags.seed ?? null,
    cache: flags.cache === false ? "off" : flags.refresh ? "refresh" : "use",
    keys: flags.dryRun ? "warn" : "error",
    resume: flags.resume === undefined ? null : flags.resume === "" ? true : flags.resume,
    // By its folder: what `latest` means changes with the run that is made.
    reuse: flags.reuse === undefined ? null : (await findRun(flags.reuse, world.reports, world.cwd)).folder,
    stopEarly: flags.stopEarly === true,
    baseline: flags.baseline ?? null,
    reports: flags.report ?? DEFAULT_RUN_OPTIONS.reports,
    manual: false,
  };
}
