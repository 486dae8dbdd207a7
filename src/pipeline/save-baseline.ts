import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Baseline } from "../domain/comparison.ts";
import { writeBaseline } from "../log/baseline.ts";
import { asItStands, findRun } from "../log/find-runs.ts";
import { baselineOf } from "../measure/compare/baseline-of.ts";
import { defaultBaselinePath } from "./find-baseline.ts";
import type { World } from "./options.ts";
import { readTable } from "./read-table.ts";

export interface SaveBaselineOptions {
  /** null: `baselines/<suite>.json` beside the suite's file. */
  readonly file: string | null;
  /** Takes a run that is not complete. */
  readonly force: boolean;
}

export interface SavedBaseline {
  readonly path: string;
  readonly baseline: Baseline;
  readonly bytes: number;
  /** A file of the same name was there. */
  readonly replaced: boolean;
}

/**
 * Keeps a run's results by case in a file of their own.
 * @throws UserError `run_not_complete`, `suite_folder_not_found`, `empty_baseline`, `baseline_not_writable`
 */
export async function saveBaseline(which: string, options: SaveBaselineOptions, world: World): Promise<SavedBaseline> {
  const run = await findRun(which, world.reports, world.cwd);
  const manifest = await asItStands(run);
  const { runId, suite, suitePath, status, statusReason } = manifest;
  if (status !== "complete" && !options.force) {
    const why = statusReason === null ? "" : ` (${statusReason})`;
    throw new UserError(
      "run_not_complete",
      `${runId} is ${status}${why}: as a baseline it would stand for cases that it does not have; go on with it (evals run --resume=${runId}), or save it all the same with --force`,
    );
  }
  if (options.file === null && !existsSync(dirname(suitePath)))
    throw new UserError(
      "suite_folder_not_found",
      `the suite of ${runId} was at ${suitePath}, which is gone: say where the baseline shall lie with --file`,
    );
  const path = options.file === null ? defaultBaselinePath(suitePath, suite) : resolve(world.cwd, options.file);
  const { table } = await readTable(run.folder, manifest);
  const baseline = baselineOf(table, manifest, new Date(world.clock.now()).toISOString());
  if (baseline.rows.length === 0)
    throw new UserError("empty_baseline", `${runId} has no result of any case: there is nothing to keep`);
  const replaced = existsSync(path);
  await writeBaseline(path, baseline);
  return { path, baseline, bytes: (await stat(path)).size, replaced };
}
