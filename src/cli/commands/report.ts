import { summaryJson } from "../../log/documents.ts";
import { findRun } from "../../log/find-runs.ts";
import { failedExamples } from "../../pipeline/failed-examples.ts";
import { measureRun } from "../../pipeline/measure-run.ts";
import { reportOf, writeReports } from "../../pipeline/write-reports.ts";
import { type Context, worldOf } from "../context.ts";

/** `evals report`: from the folder alone. The report goes to stdout, and into the run folder where it has a file. */
export async function report(
  context: Context,
  args: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const { out, err, cwd } = context;
  const formats = (flags.format as readonly string[] | undefined) ?? ["md"];
  for (const format of formats) reportOf(format);
  const { reports } = worldOf(context, flags.out as string | undefined);
  const { folder, manifest } = await findRun(args[0] ?? "latest", reports, cwd);
  const { summary, table } = await measureRun(folder, manifest, null);
  const input = { summary, summaryJson: summaryJson(summary), examples: await failedExamples(folder, table), folder };
  for (const path of await writeReports(folder, input, formats)) err.write(`written: ${path}\n`);
  for (const format of formats) out.write(await reportOf(format).render(input, { color: out.color, width: out.width }));
  return 0;
}
