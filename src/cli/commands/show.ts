import { relative } from "node:path";
import { manifestJson, summaryJson } from "../../log/documents.ts";
import { asItStands, findRun } from "../../log/find-runs.ts";
import { measureRun } from "../../pipeline/measure-run.ts";
import { reportInput } from "../../pipeline/report-input.ts";
import { reportOf } from "../../pipeline/write-reports.ts";
import { type Context, worldOf } from "../context.ts";
import { showCase } from "../show-case.ts";

/** `evals show`: a run, or a case with every candidate's output side by side. */
export async function show(context: Context, args: readonly string[], flags: Record<string, unknown>): Promise<number> {
  const { out, cwd } = context;
  const { reports } = worldOf(context, flags.out as string | undefined);
  const run = await findRun(args[0] ?? "latest", reports, cwd);
  const { folder } = run;
  const manifest = await asItStands(run);
  const caseId = args[1];
  if (caseId !== undefined) {
    out.write(await showCase(folder, manifest, caseId, { json: flags.json === true, width: out.width }));
    return 0;
  }
  const measured = await measureRun(folder, manifest, null);
  if (flags.json) {
    out.write(`${JSON.stringify({ ...manifestJson(manifest), summary: summaryJson(measured.summary) }, null, 2)}\n`);
    return 0;
  }
  const input = { ...(await reportInput(folder, manifest, measured)), folder: relative(cwd, folder) || folder };
  out.write(await reportOf("terminal").render(input, { color: out.color, width: out.width }));
  return 0;
}
