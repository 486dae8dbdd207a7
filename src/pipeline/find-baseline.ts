import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Baseline } from "../domain/comparison.ts";
import { readBaseline } from "../log/baseline.ts";
import { asItStands, findRun } from "../log/find-runs.ts";
import { baselineOf } from "../measure/compare/baseline-of.ts";
import type { World } from "./options.ts";
import { readTable } from "./read-table.ts";

export interface BaselineQuery {
  /** A file or a run; null: the default file, if it is there; false: none is wanted. */
  readonly named: string | null | false;
  /** The suite's file: the default lies beside it. */
  readonly suitePath: string;
  readonly suiteName: string;
  readonly world: World;
}

export interface FoundBaseline {
  readonly baseline: Baseline;
  /** The file, or the run that it was taken from. */
  readonly source: { readonly kind: "file"; readonly path: string } | { readonly kind: "run"; readonly runId: string };
  /** As a report names it: the file as seen from the working directory, or the run's id. */
  readonly label: string;
}

/** `baselines/<suite>.json` beside the suite's file. */
export function defaultBaselinePath(suitePath: string, suiteName: string): string {
  return join(dirname(suitePath), "baselines", `${suiteName}.json`);
}

/**
 * The baseline of a suite: the one that is named, else the default file if it is there.
 * @returns null where none is wanted or, unnamed, none is there
 * @throws UserError `baseline_not_found`, `invalid_baseline`, `baseline_other_suite`
 */
export async function findBaseline({
  named,
  suitePath,
  suiteName,
  world,
}: BaselineQuery): Promise<FoundBaseline | null> {
  if (named === false) return null;
  const path = named === null ? defaultBaselinePath(suitePath, suiteName) : resolve(world.cwd, named);
  if (named === null && !existsSync(path)) return null;
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const found = named === null || isFile ? await fromFile(path, world) : await fromRun(named, world);
  const { suite } = found.baseline;
  if (suite === suiteName) return found;
  throw new UserError(
    "baseline_other_suite",
    `${found.label} is a baseline of the suite ${suite}, not of ${suiteName}; name another with --baseline`,
  );
}

async function fromFile(path: string, { cwd }: World): Promise<FoundBaseline> {
  const label = relative(cwd, path);
  return {
    baseline: await readBaseline(path),
    source: { kind: "file", path },
    label: label === "" || label.startsWith("..") ? path : label,
  };
}

async function fromRun(named: string, { cwd, reports, clock }: World): Promise<FoundBaseline> {
  const run = await findRun(named, reports, cwd).catch((error: unknown) => {
    if (!(error instanceof UserError) || !["no_runs", "run_not_found"].includes(error.name)) throw error;
    throw new UserError("baseline_not_found", `--baseline ${named}: neither a file nor a run (${error.message})`);
  });
  const manifest = await asItStands(run);
  const { table } = await readTable(run.folder, manifest);
  const savedAt = new Date(clock.now()).toISOString();
  return {
    baseline: baselineOf(table, manifest, savedAt),
    source: { kind: "run", runId: manifest.runId },
    label: manifest.runId,
  };
}
