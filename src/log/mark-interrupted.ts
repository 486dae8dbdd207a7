import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FILES } from "./run-folder.ts";

/** The last thing before the process is ended at once: the folder says truthfully that it was. Synchronous. */
export function markInterrupted(folder: string): void {
  try {
    const path = join(folder, FILES.manifest);
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    const ended = {
      status: "interrupted",
      status_reason: "it was stopped at once",
      finished_at: new Date().toISOString(),
    };
    writeFileSync(path, `${JSON.stringify({ ...manifest, ...ended }, null, 2)}\n`);
  } catch {
    // The process ends in any case; `running` without a process says the same.
  }
}
