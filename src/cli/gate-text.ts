import type { GatedRun } from "../pipeline/gate-run.ts";
import { requirementText } from "../report/cells.ts";
import { wrapText } from "../report/display-width.ts";
import { oneLine } from "../report/safe-text.ts";

/** The requirements of a run, each with its verdict and the reason for it. */
export function gateText({ summary, against, manifest }: GatedRun, width: number): string {
  const { requirements, verdict, notes, status, statusReason } = summary;
  const said = verdict === "none" ? "no requirement stated" : verdict;
  const lines = [`${summary.suite}: ${said}`, ...wrapText(`run ${manifest.runId}`, width)];
  if (against !== null) lines.push(...wrapText(`baseline ${oneLine(against)}`, width));
  if (status !== "complete")
    lines.push(...wrapText(oneLine(`${status}${statusReason === null ? "" : `: ${statusReason}`}`), width));
  const pad = Math.max(0, ...requirements.map((result) => result.verdict.length));
  const indent = " ".repeat(2 + pad + 2);
  for (const result of requirements) {
    const about = result.decides ? "" : " (information)";
    const what = wrapText(oneLine(`${result.candidate}: ${requirementText(result)}${about}`), width - indent.length);
    lines.push(
      "",
      `  ${result.verdict.padEnd(pad)}  ${what[0] ?? ""}`,
      ...what.slice(1).map((line) => `${indent}${line}`),
    );
    lines.push(...wrapText(oneLine(result.reason), width - indent.length).map((line) => `${indent}${line}`));
  }
  if (notes.length > 0) lines.push("", ...notes.flatMap((note) => wrapText(oneLine(`note: ${note}`), width)));
  return `${lines.join("\n")}\n`;
}
