import { join } from "node:path";
import { writeFileAtomic } from "../base/atomic-write.ts";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { ReportDefinition, ReportInput, ReportOptions } from "../report/definition.ts";
import { reports } from "../report/registry.ts";

/** Throws a `UserError` for an unknown format. */
export function reportOf(format: string): ReportDefinition {
  const found = Object.hasOwn(reports, format) ? reports[format] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(reports);
  const hint = didYouMean(format, known) || `; there are ${known.join(", ")}`;
  throw new UserError("unknown_format", `unknown report format "${format}"${hint}`);
}

const PLAIN: ReportOptions = { color: false, width: 120 };

/** Writes the reports that have a file into the run folder; returns their paths. */
export async function writeReports(
  folder: string,
  input: ReportInput,
  formats: readonly string[],
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const format of new Set(formats)) {
    const { file, render, stream } = reportOf(format);
    if (file === null) continue;
    const path = join(folder, file);
    await writeFileAtomic(path, stream === undefined ? await render(input, PLAIN) : stream(input, PLAIN));
    written.push(path);
  }
  return written;
}
