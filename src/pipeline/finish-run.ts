import { codeOf } from "../base/errors.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Summary } from "../domain/summary.ts";
import { writeManifest, writeSummary } from "../log/documents.ts";
import type { ReportInput } from "../report/definition.ts";
import { type Ending, unwritable } from "./execute.ts";
import { type MeasuredRun, measureRun } from "./measure-run.ts";
import { reportInput, withoutTable } from "./report-input.ts";
import { writeReports } from "./write-reports.ts";

/** A run that has ended, whichever way. */
export interface EndedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly summary: Summary;
  readonly report: ReportInput;
}

/** Everything after the run folder: it can be done again from the folder alone. */
export async function finishRun(
  folder: string,
  manifest: RunManifest,
  ending: Ending | null,
  formats: readonly string[],
): Promise<EndedRun> {
  return keepEnd(folder, manifest, ending, formats, await measureRun(folder, manifest, ending));
}

/** Writes what was measured: summary, reports, and how the run ended. */
export async function keepEnd(
  folder: string,
  manifest: RunManifest,
  ending: Ending | null,
  formats: readonly string[],
  { summary, table }: MeasuredRun,
): Promise<EndedRun> {
  const reportOn = (said: Summary) => reportInput(folder, manifest, { summary: said, table });
  const manifestOn = ({ status, statusReason }: Summary): RunManifest => ({ ...manifest, status, statusReason });
  try {
    const report = await reportOn(summary);
    await writeSummary(folder, summary);
    await writeReports(folder, report, formats);
    await writeManifest(folder, manifestOn(summary));
    return { folder, manifest: manifestOn(summary), summary, report: withoutTable(report, manifest) };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    // The figures are known even where they cannot be kept; what ended the run first is the reason to give.
    const statusReason = ending?.reason ?? unwritable(error);
    const status = ending?.kind === "stopped" ? "interrupted" : "incomplete";
    const unkept: Summary = { ...summary, status, statusReason };
    await writeManifest(folder, manifestOn(unkept)).catch(() => {
      // Then it says `running` without a process that does: interrupted.
    });
    const report = withoutTable(await reportOn(unkept), manifest);
    return { folder, manifest: manifestOn(unkept), summary: unkept, report };
  }
}
