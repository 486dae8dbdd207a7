import { resolve } from "node:path";
import { systemClock } from "./base/clock.ts";
import { Secrets, secretsInEnvironment } from "./base/secrets.ts";
import type { Summary } from "./domain/summary.ts";
import { DEFAULT_RUN_OPTIONS, type RunOptions } from "./pipeline/options.ts";
import { closePrepared, prepareRun } from "./pipeline/prepare.ts";
import { resumeOptions } from "./pipeline/resume-options.ts";
import { runSuite } from "./pipeline.ts";

/** What `run` takes: a suite, and whatever a flag of `evals run` could say. */
export interface RunRequest extends Partial<Omit<RunOptions, "manual" | "keys">> {
  /** Path of the suite file. */
  readonly suite: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder of the runs; default `reports/`. */
  readonly out?: string;
  /** Ends the run in order: no new calls, what is in flight is waited for. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a suite as `evals run` does, without the terminal.
 * @returns the summary and the folder that holds the run
 * @throws an Error named after what is wrong (`problems` lists where) when the suite cannot be run; nothing was called then
 */
export async function run(request: RunRequest): Promise<{ readonly summary: Summary; readonly folder: string }> {
  const { suite, cwd = process.cwd(), env = process.env, out = "reports", signal, ...given } = request;
  const world = {
    cwd,
    env,
    clock: systemClock,
    reports: resolve(cwd, out),
    cacheFolder: resolve(cwd, env.EVALS_CACHE ?? ".evals/cache"),
    secrets: new Secrets(secretsInEnvironment(env)),
  };
  const asked = { suites: [resolve(cwd, suite)], options: { ...DEFAULT_RUN_OPTIONS, ...given } };
  const { options } = await resumeOptions(asked, world);
  const prepared = await prepareRun(resolve(cwd, suite), options, world);
  const never = new AbortController().signal;
  try {
    const { summary, folder } = await runSuite(prepared, options, world, { stop: signal ?? never, signal: never });
    return { summary, folder };
  } finally {
    await closePrepared(prepared);
  }
}
