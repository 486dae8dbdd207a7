import { formatDuration, formatUsd } from "../base/format-value.ts";
import type { Estimate } from "../domain/estimate.ts";
import type { CandidateSummary, Comparison, RequirementResult, Summary, Verdict } from "../domain/summary.ts";
import { differenceText } from "./metric-text.ts";

/** The words and figures that all reports share, so that no two of them say a thing differently. */

/** One decimal; never 100.0 for less than all, nor 0.0 for more than none. */
function bare(share: number): string {
  const text = (share * 100).toFixed(1);
  if (text === "100.0" && share < 1) return ">99.9";
  return text === "0.0" && share > 0 ? "<0.1" : text;
}

const percent = (share: number) => `${bare(share)}%`;

/** `1 case`, `2 cases`. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

/** `86.4% [80.9, 90.5]`; `n/a` where nothing was measured. */
export function shareCell(estimate: Estimate | undefined): string {
  if (estimate?.value == null) return "n/a";
  const { value, low, high } = estimate;
  return low === null || high === null ? percent(value) : `${percent(value)} [${bare(low)}, ${bare(high)}]`;
}

export function durationCell(estimate: Estimate | undefined): string {
  return estimate?.value == null ? "n/a" : formatDuration(estimate.value);
}

/** Unknown is said as unknown, never as zero. */
export function costCell(estimate: Estimate | undefined): string {
  if (estimate === undefined) return "n/a";
  if (estimate.value !== null) return formatUsd(estimate.value);
  return estimate.method === "unknown-price" ? "unknown" : "n/a";
}

export function moneyOrUnknown(usd: number | null): string {
  return usd === null ? "unknown" : formatUsd(usd);
}

/** `171 passed`, `27 failed`. */
export function measuredParts({ trials }: CandidateSummary): string[] {
  return [`${trials.passed.toLocaleString("en")} passed`, `${trials.failed.toLocaleString("en")} failed`];
}

/** What is in no accuracy: `2 errored`, `1 ungraded`, `3 missing`, `120 skipped`. With what was measured it adds up to what was planned. */
export function unmeasuredParts({ trials }: CandidateSummary): string[] {
  const parts = [
    [trials.ungraded, "ungraded"],
    [trials.errored, "errored"],
    [trials.missing, "missing"],
    [trials.skipped ?? 0, "skipped"],
  ] as const;
  return parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString("en")} ${word}`);
}

/** A candidate's own verdict over the requirements that concern it; null: none does. */
export function candidateVerdict(summary: Summary, candidate: string): { verdict: Verdict; decides: boolean } | null {
  const own = summary.requirements.filter((result) => result.candidate === candidate);
  if (own.length === 0) return null;
  const verdict = own.some((result) => result.verdict === "fail")
    ? "fail"
    : own.some((result) => result.verdict === "undecided")
      ? "undecided"
      : "pass";
  return { verdict, decides: own.some((result) => result.decides) };
}

/** `accuracy >= 0.85 on tag:billing`. */
export function requirementText({
  metric,
  bound,
  slice,
  against,
}: Pick<RequirementResult, "metric" | "bound" | "slice" | "against">): string {
  const value = bound.unit === "percent" ? `${bound.value}%` : String(bound.value);
  const sign = { min: ">=", max: "<=", max_drop: "drops at most", max_increase: "rises at most" }[bound.kind];
  return [metric, sign, value, slice === null ? null : `on ${slice}`, against === null ? null : `against ${against}`]
    .filter((part) => part !== null)
    .join(" ");
}

/** `+12.0 points [+6.0, +18.0]`. */
export function differenceCell(comparison: Comparison): string {
  return differenceText(comparison.metric, comparison);
}

export function pCell(p: number | null): string {
  if (p === null) return "n/a";
  if (p < 0.0001) return p === 0 ? "0" : p.toExponential(1);
  return p.toFixed(p < 0.001 ? 5 : 4);
}

/** What a comparison shows, in words: the adjusted p decides. */
export function comparisonWord({ difference, pAdjusted, better = "higher" }: Comparison): string {
  if (difference === null || pAdjusted === null) return "not comparable";
  if (pAdjusted > 0.05 || difference === 0) return "no difference shown";
  return difference > 0 === (better === "higher") ? "better" : "worse";
}

/** Whose outputs are programs' declared simulations. */
export function simulatedNote(summary: Summary): string | null {
  const names = summary.candidates.filter((candidate) => candidate.simulated).map((candidate) => candidate.id);
  return names.length === 0
    ? null
    : `SIMULATED: the outputs of ${names.join(", ")} are a declared simulation, not a model's`;
}

/** One line about the run as a whole. */
export function runLine(summary: Summary): string {
  const trials = summary.candidates.reduce((sum, { trials }) => sum + trials.planned, 0);
  const repeats = summary.repeats > 1 ? ` × ${summary.repeats} repeats` : "";
  const parts = [
    `${counted(summary.cases, "case")} × ${counted(summary.candidates.length, "candidate")}${repeats} = ${counted(trials, "trial")}`,
    summary.wallMs === null ? null : formatDuration(summary.wallMs),
    summary.status === "complete"
      ? null
      : `${summary.status}${summary.statusReason ? `: ${summary.statusReason}` : ""}`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

function replayDates({ replayedFrom, replayedTo }: Summary["spent"]): string {
  const [from, to] = [replayedFrom, replayedTo].map((at) => at?.slice(0, 10));
  if (from === undefined) return "";
  return from === to ? ` from ${from}` : ` from ${from} to ${to}`;
}

/** What was spent, and what could not be counted. */
export function spentLine({ spent, candidates }: Summary): string {
  const replayed = candidates.reduce((sum, { trials }) => sum + trials.cached, 0);
  const parts = [
    `spent ${moneyOrUnknown(spent.candidatesUsd)} on ${counted(spent.calls, "call")}`,
    spent.judgesUsd === 0 ? null : `${moneyOrUnknown(spent.judgesUsd)} on judges`,
    spent.unpricedCalls === 0 ? null : `${counted(spent.unpricedCalls, "call")} of unknown usage not counted`,
    replayed === 0 ? null : `${counted(replayed, "output")} replayed${replayDates(spent)}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** The errors of a run by kind: `rate_limit 12, timeout 3`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count.toLocaleString("en")}`)
    .join(", ");
}
