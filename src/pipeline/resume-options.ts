import { existsSync } from "node:fs";
import { canonicalJson } from "../base/digest.ts";
import { UserError } from "../base/errors.ts";
import { formatWhere } from "../base/rows/where.ts";
import type { RunFlags, RunManifest } from "../domain/run.ts";
import { type FoundRun, findRun, listRuns } from "../log/find-runs.ts";
import { discoverSuites } from "../suite/discover.ts";
import { loadSuite } from "../suite/load.ts";
import { suiteKinds } from "./kinds.ts";
import type { RunOptions, World } from "./options.ts";

export interface Asked {
  readonly suites: readonly string[];
  readonly options: RunOptions;
}

/** The flags of a first start that decide what is done. */
export function flagsOf(options: RunOptions): RunFlags {
  const { models, limit, where, repeats, seed, reuse } = options;
  return { models, limit, where, repeats, seed, reuse };
}

/**
 * Finds the run that `--resume` means and takes over the flags that it was started with, so that they need not be
 * repeated. Without `--resume` nothing changes.
 * @throws UserError `nothing_to_resume`, `run_not_found`, or `resume_flags` for a flag that says otherwise than the first start
 */
export async function resumeOptions(asked: Asked, world: World): Promise<Asked> {
  const { options } = asked;
  if (options.resume === null) return asked;
  if (options.reuse !== null)
    throw new UserError("resume_flags", "--resume goes on with a run and --reuse starts a new one: give one of them");
  const run = await resumedRun(asked, options.resume, world);
  // Several suites: told of where they are all known.
  if (run === null) return asked;
  const { manifest, folder } = run;
  const suites = asked.suites.length === 0 && existsSync(manifest.suitePath) ? [manifest.suitePath] : asked.suites;
  const { flags } = manifest;
  if (flags === undefined) return { suites, options: { ...options, resume: folder } };
  refuseOthers(manifest, flags, options);
  const { limit, where, repeats, seed, reuse } = flags;
  const models = options.models.length > 0 ? options.models : flags.models;
  const stopEarly = manifest.stopEarly !== undefined;
  return { suites, options: { ...options, models, limit, where, repeats, seed, reuse, stopEarly, resume: folder } };
}

async function resumedRun({ suites }: Asked, which: string | true, world: World): Promise<FoundRun | null> {
  if (which !== true) return findRun(which, world.reports, world.cwd);
  const [path, another] = (await discoverSuites(suites, world.cwd)).named;
  if (path === undefined || another !== undefined) return null;
  // What is wrong with it is said where it is prepared.
  const loaded = await loadSuite(path, suiteKinds, { cwd: world.cwd }).catch(() => null);
  if (loaded === null) return null;
  const { name } = loaded.suite;
  const runs = await listRuns(world.reports);
  const found = runs.find(({ manifest }) => manifest.suite === name && manifest.status !== "complete");
  if (found !== undefined) return found;
  throw new UserError("nothing_to_resume", `${name} has no unfinished run in ${world.reports}`);
}

/** A flag that contradicts the first start would be another run. `-m` is compared by the candidates it comes to. */
function refuseOthers({ runId, seed, repeats, stopEarly }: RunManifest, flags: RunFlags, options: RunOptions): void {
  const others = [
    ...(options.limit === null || options.limit === flags.limit
      ? []
      : [`-n ${options.limit} (the run has ${flags.limit === null ? "no -n" : `-n ${flags.limit}`})`]),
    ...(options.repeats === null || options.repeats === repeats
      ? []
      : [`--repeats ${options.repeats} (the run has ${repeats})`]),
    ...(options.seed === null || options.seed === seed ? [] : [`--seed ${options.seed} (the run has ${seed})`]),
    ...(options.where.length === 0 || canonicalJson(options.where) === canonicalJson(flags.where)
      ? []
      : [`--where ${whereText(options)} (the run has ${whereText(flags)})`]),
    // Looks that were not meant when the first cases came in would not hold what they promise.
    ...(options.stopEarly && stopEarly === undefined ? ["--stop-early (the run has no looks)"] : []),
  ];
  if (others.length === 0) return;
  throw new UserError(
    "resume_flags",
    `${runId} was started otherwise: ${others.join("; ")}. Leave it out: --resume takes over the flags of the first start; or start a new run`,
  );
}

function whereText({ where }: Pick<RunFlags, "where">): string {
  return where.length === 0 ? "none" : where.map(formatWhere).join(" and ");
}
