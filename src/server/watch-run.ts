import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ViewerProgress } from "../domain/viewer.ts";
import { readManifest } from "../log/documents.ts";
import { asItStands, type FoundRun } from "../log/find-runs.ts";
import { FILES } from "../log/run-folder.ts";
import { LineCounter, runStamp } from "./run-stamp.ts";

const EVERY_MS = 500;

/**
 * How far a run has come: at once, and again whenever its folder has changed, until `signal` aborts or the run is over.
 * Looked at twice a second: file watchers miss events on network disks and in containers.
 * @param pauseMs how long to let pass between two words, for a reader that has to measure the run anew at each
 */
export async function* watchRun(
  { folder }: Pick<FoundRun, "folder">,
  signal: AbortSignal,
  pauseMs: () => number,
): AsyncGenerator<ViewerProgress> {
  const outputs = new LineCounter(join(folder, FILES.outputs));
  let last = "";
  while (!signal.aborted) {
    const stamp = await runStamp(folder);
    if (stamp !== last) {
      last = stamp;
      const manifest = await asItStands({ folder, manifest: await readManifest(folder) });
      const planned = manifest.plannedTrials;
      const done = Math.min(planned, await outputs.count());
      yield { status: manifest.status, done, planned };
      await rest(pauseMs(), signal);
    }
    await rest(EVERY_MS, signal);
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}
