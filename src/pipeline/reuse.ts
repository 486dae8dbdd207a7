import type { Output } from "../domain/output.ts";
import type { Trial } from "../domain/request.ts";
import { findRun } from "../log/find-runs.ts";
import { OutputStore, type Place } from "../log/output-store.ts";
import { readCases, readOutputBlocks } from "../log/read-log.ts";
import { providers } from "../provider/registry.ts";
import type { World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";

/** Outputs of an earlier run that are taken into this one. */
export interface Reuse {
  readonly runId: string;
  /** The old output as one of this run: replayed, and saying from where. null: there is none that is still good. */
  take(trial: Trial): Promise<Output | null>;
  close(): Promise<void>;
}

interface Kept {
  readonly fingerprint: string;
  readonly place: Place;
}

/**
 * Opens a run to take outputs from. An output is good for a trial of the same id and fingerprint; where a program is
 * handed the case itself (tags, metadata), which no fingerprint covers, the whole case must be the same.
 * @throws UserError `run_not_found`, `damaged_log`
 */
export async function openReuse(which: string, prepared: PreparedRun, world: World): Promise<Reuse> {
  const { folder, manifest } = await findRun(which, world.reports, world.cwd);
  const kept = new Map<string, Kept>();
  for await (const block of readOutputBlocks(folder))
    for (const { record, place } of block) {
      if (record.status === "ok") kept.set(record.trial, { fingerprint: record.fingerprint, place });
      else kept.delete(record.trial);
    }
  const seesCase = new Set(
    prepared.candidates.filter(({ model }) => !providers[model.provider]?.cached).map(({ id }) => id),
  );
  const digests = new Map<string, string>();
  if (seesCase.size > 0) for await (const { id, digest } of readCases(folder)) digests.set(id, digest);
  const store = new OutputStore(folder);
  return {
    runId: manifest.runId,
    async take(trial) {
      const found = kept.get(trial.id);
      if (found === undefined || found.fingerprint !== trial.fingerprint) return null;
      if (seesCase.has(trial.candidate) && digests.get(trial.case.id) !== trial.case.digest) return null;
      const output = await store.read(found.place);
      return { ...output, cached: true, queueMs: 0, reusedFrom: manifest.runId };
    },
    close: () => store.close(),
  };
}
