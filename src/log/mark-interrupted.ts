import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FILES } from "./run-folder.ts";
import { dropOwnLocks } from "./run-lock.ts";

/**
 * The last thing before the process is ended at once: the folder says truthfully that it was. A run that has ended
 * stays as it is. Synchronous.
 */
export function markInterrupted(folder: string, reason = "it was stopped at once"): void {
  try {
    const path = join(folder, FILES.manifest);
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    if (manifest.status === "running") {
      const ended = { status: "interrupted", status_reason: reason, finished_at: new Date().toISOString() };
      // Under a name of its own first: half a `run.json` would cost the whole run.
      const temporary = join(folder, ".interrupted.tmp");
      writeFileSync(temporary, `${JSON.stringify({ ...manifest, ...ended }, null, 2)}\n`);
      renameSync(temporary, path);
    }
    dropOwnLocks(folder);
  } catch {
    // The process ends in any case; `running` without a process says the same.
  }
}
