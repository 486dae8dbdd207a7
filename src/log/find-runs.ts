import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { RunManifest } from "../domain/run.ts";
import { readManifest } from "./documents.ts";
import { FILES } from "./run-folder.ts";
import { holderOf } from "./run-lock.ts";

const READ_AT_ONCE = 32;

/** Why a run is interrupted whose process has left no word. */
export const NO_PROCESS = "no process";

export interface FoundRun {
  readonly folder: string;
  readonly manifest: RunManifest;
}

/**
 * The manifest as it is to be told: a run that says `running` and that no process writes any more (`kill -9`, a power
 * cut) is interrupted.
 */
export async function asItStands({ folder, manifest }: FoundRun): Promise<RunManifest> {
  if (manifest.status !== "running" || (await holderOf(folder)) !== null) return manifest;
  return { ...manifest, status: "interrupted", statusReason: NO_PROCESS };
}

/** Every run below the reports folder, the newest first. Folders without a readable `run.json` are left out. */
export async function listRuns(reports: string): Promise<readonly FoundRun[]> {
  if (!existsSync(reports)) return [];
  const entries = await readdir(reports, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(reports, entry.name));
  const found: FoundRun[] = [];
  // A few at a time: all at once would be more open files than a process may have.
  for (let at = 0; at < folders.length; at += READ_AT_ONCE) {
    const some = await Promise.all(folders.slice(at, at + READ_AT_ONCE).map(readable));
    found.push(...some.filter((run) => run !== null));
  }
  return found.sort((a, b) => compare(b.manifest.startedAt, a.manifest.startedAt) || compare(b.folder, a.folder));
}

async function readable(folder: string): Promise<FoundRun | null> {
  try {
    return { folder, manifest: await readManifest(folder) };
  } catch {
    return null;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A run by its folder, its id, a unique prefix of it, `latest` or `latest~1`. */
export async function findRun(name: string, reports: string, cwd: string): Promise<FoundRun> {
  const folder = resolve(cwd, name);
  if (existsSync(join(folder, FILES.manifest))) return { folder, manifest: await readManifest(folder) };
  // Asked for by its id, a damaged run says so; in a list it is left out.
  const own = join(reports, basename(name));
  if (name === basename(name) && existsSync(join(own, FILES.manifest)))
    return { folder: own, manifest: await readManifest(own) };
  const runs = await listRuns(reports);
  if (runs.length === 0) throw new UserError("no_runs", `there is no run in ${reports}; evals run makes one`);
  const latest = /^latest(?:~(\d+))?$/.exec(name);
  if (latest) {
    const back = Number(latest[1] ?? 0);
    const run = runs[back];
    if (run) return run;
    throw new UserError(
      "run_not_found",
      `${name}: there ${runs.length === 1 ? "is only 1 run" : `are only ${runs.length} runs`} in ${reports}`,
    );
  }
  const exact = runs.find((run) => run.manifest.runId === name);
  if (exact) return exact;
  const matching = name === "" ? [] : runs.filter((run) => run.manifest.runId.startsWith(name));
  if (matching.length === 1 && matching[0]) return matching[0];
  const ids = runs.map((run) => run.manifest.runId);
  if (matching.length > 1) {
    const list = matching.slice(0, 5).map((run) => run.manifest.runId);
    throw new UserError(
      "run_ambiguous",
      `"${name}" begins the ids of ${matching.length} runs: ${list.join(", ")}${matching.length > 5 ? ", …" : ""}`,
    );
  }
  throw new UserError("run_not_found", `no run "${name}" in ${reports}${didYouMean(name, ids)}; evals list shows them`);
}
