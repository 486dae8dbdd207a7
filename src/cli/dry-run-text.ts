import { formatUsd } from "../base/format-value.ts";
import { textTable } from "../base/text-table.ts";
import type { DryRun } from "../pipeline/dry-run.ts";
import { counted } from "./counted.ts";

/** What `--dry-run` prints. */
export async function dryRunText(run: DryRun): Promise<string> {
  const head = ["candidate", "calls", "input tokens", "output tokens", "cost"];
  const rows: string[][] = [];
  for (const one of run.candidates) {
    rows.push([
      one.candidate,
      one.calls.toLocaleString("en"),
      one.inputTokens === null ? "unknown" : `about ${one.inputTokens.toLocaleString("en")}`,
      one.maxOutputTokens === null ? "no max_tokens" : `at most ${one.maxOutputTokens.toLocaleString("en")}`,
      costText(one.inputUsd, one.maxUsd),
    ]);
  }
  const lines = [
    `${run.suite}: ${counted(run.trials, "trial")} (${counted(run.cases, "case")} × ${counted(run.candidates.length, "candidate")}${run.repeats > 1 ? ` × ${run.repeats} repeats` : ""}); nothing was called`,
    await textTable(head, rows),
    `in all ${run.maxUsd === null ? "unknown: a price or a max_tokens is missing" : `at most ${formatUsd(run.maxUsd)}`}; tokens are a tokenizer's estimate${run.sampled === null ? "" : `, scaled up from ${run.sampled.toLocaleString("en")} cases`}`,
    ...(run.judges.length > 0
      ? [`judges (${run.judges.join(", ")}) are not in it: what they read is not written yet`]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

function costText(inputUsd: number | null, maxUsd: number | null): string {
  if (inputUsd === null && maxUsd === null) return "unknown";
  if (maxUsd === null) return `${formatUsd(inputUsd ?? 0)} for the input, output unbounded`;
  return inputUsd === null || inputUsd === maxUsd
    ? formatUsd(maxUsd)
    : `${formatUsd(inputUsd)} to ${formatUsd(maxUsd)}`;
}
