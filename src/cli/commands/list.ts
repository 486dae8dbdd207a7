import { textTable } from "../../base/text-table.ts";
import type { JsonObject } from "../../domain/json.ts";
import { manifestJson, readSummaryJson } from "../../log/documents.ts";
import { asItStands, listRuns, NO_PROCESS } from "../../log/find-runs.ts";
import { type Context, worldOf } from "../context.ts";

/** `evals list`: runs on disk, the newest first. */
export async function list(context: Context, _: readonly string[], flags: Record<string, unknown>): Promise<number> {
  const { out, err } = context;
  const { reports } = worldOf(context, flags.out as string | undefined);
  const found = await listRuns(reports);
  const runs = await Promise.all(found.map(async (run) => ({ folder: run.folder, manifest: await asItStands(run) })));
  if (flags.json) {
    out.write(
      `${JSON.stringify(
        runs.map(({ manifest }) => manifestJson(manifest)),
        null,
        2,
      )}\n`,
    );
    return 0;
  }
  if (runs.length === 0) {
    err.write(`no run in ${reports}; evals run makes one\n`);
    return 0;
  }
  const head = ["run", "started", "status", "cases", "candidates", "verdict"];
  const rows: string[][] = [];
  for (const { folder, manifest } of runs) {
    const summary: JsonObject | null = await readSummaryJson(folder).catch(() => null);
    const started = manifest.startedAt.slice(0, 16).replace("T", " ");
    rows.push([
      manifest.runId,
      started,
      manifest.statusReason === NO_PROCESS ? `${manifest.status} (${NO_PROCESS})` : manifest.status,
      manifest.cases.toLocaleString("en"),
      String(manifest.candidates.length),
      String(summary?.verdict ?? "–"),
    ]);
  }
  out.write(`${await textTable(head, rows)}\n`);
  return 0;
}
