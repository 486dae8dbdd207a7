import { createReadStream } from "node:fs";
import { join } from "node:path";
import { asItStands, findRun } from "../../log/find-runs.ts";
import { measureRun } from "../../pipeline/measure-run.ts";
import { reportInput } from "../../pipeline/report-input.ts";
import { reportOf, writeReports } from "../../pipeline/write-reports.ts";
import { type Context, type Sink, worldOf } from "../context.ts";
import { tellGithub } from "../github-actions.ts";

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
  const run = await findRun(args[0] ?? "latest", reports, cwd);
  const manifest = await asItStands(run);
  const { folder } = run;
  const input = await reportInput(folder, manifest, await measureRun(folder, manifest, null));
  for (const path of await writeReports(folder, input, formats)) err.write(`written: ${path}\n`);
  const shown = { color: out.color, width: out.width };
  for (const format of formats) {
    const { file, render } = reportOf(format);
    if (format === "github") await tellGithub(context, input, out);
    else if (file === null) out.write(await render(input, shown));
    else await print(join(folder, file), out);
  }
  return 0;
}

/** A report that was just written is not made again. In whole lines: no secret is cut in two before it is masked. */
async function print(path: string, out: Sink): Promise<void> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const text = rest + (chunk as string);
    const end = text.lastIndexOf("\n") + 1;
    out.write(text.slice(0, end));
    rest = text.slice(end);
  }
  out.write(rest);
}
