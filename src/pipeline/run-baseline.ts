import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../base/digest.ts";
import type { Baseline } from "../domain/comparison.ts";
import type { RunBaseline, RunManifest } from "../domain/run.ts";
import { readBaseline, writeBaseline } from "../log/baseline.ts";
import { FILES } from "../log/run-folder.ts";
import type { FoundBaseline } from "./find-baseline.ts";

/**
 * Keeps a baseline in the run folder, so that the run's verdict can be had again from the folder alone, whatever becomes
 * of the file. null: the run has none.
 */
export async function keepBaseline(folder: string, found: FoundBaseline | null): Promise<RunBaseline | null> {
  const path = join(folder, FILES.baseline);
  if (found === null) {
    await rm(path, { force: true });
    return null;
  }
  const { baseline, source, label } = found;
  await writeBaseline(path, baseline);
  return {
    label,
    path: source.kind === "file" ? source.path : null,
    runId: baseline.runId,
    startedAt: baseline.startedAt,
    savedAt: baseline.savedAt,
    digest: sha256(await readFile(path)),
  };
}

/** What a verdict is reached against; null: nothing. */
export interface GateBaseline {
  readonly baseline: Baseline | null;
  /** What a reader must know of it. */
  readonly notes: readonly string[];
}

export const NO_GATE_BASELINE: GateBaseline = { baseline: null, notes: [] };

/** The baseline that a run was started with, from its folder. */
export async function keptBaseline(folder: string, { baseline: kept }: RunManifest): Promise<GateBaseline> {
  if (kept == null) return NO_GATE_BASELINE;
  const path = join(folder, FILES.baseline);
  if (!existsSync(path))
    return {
      baseline: null,
      notes: [
        `the baseline of this run (${kept.label}, run ${kept.runId}) is no longer in its folder: compared with none`,
      ],
    };
  const notes =
    sha256(await readFile(path)) === kept.digest
      ? []
      : [`${FILES.baseline} in the run folder is not the file that the run was started with (${kept.label})`];
  return { baseline: await readBaseline(path), notes };
}

/** A run is no baseline of its own: it would agree with itself. */
export function notOfItself({ baseline, notes }: GateBaseline, { runId }: RunManifest): GateBaseline {
  if (baseline === null || baseline.runId !== runId) return { baseline, notes };
  return {
    baseline: null,
    notes: [...notes, `the baseline is this very run (${runId}): compared with none`],
  };
}
