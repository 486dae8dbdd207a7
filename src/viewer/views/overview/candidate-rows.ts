import type { Estimate } from "../../../domain/estimate.ts";
import type { CandidateSummary, Summary } from "../../../domain/summary.ts";
import { candidateVerdict } from "../../../report/cells.ts";
import { metricText } from "../../../report/metric-text.ts";

export interface CandidateSorting {
  readonly column: string;
  readonly descending: boolean;
}

const METRICS: Readonly<Record<string, string>> = {
  accuracy: "accuracy",
  score: "score",
  p50: "latency_p50_ms",
  p95: "latency_p95_ms",
  p99: "latency_p99_ms",
  cost: "cost_per_case_usd",
  success: "cost_per_success_usd",
};
const VERDICTS = ["pass", "undecided", "fail"];

/** What a row is sorted by; null: unknown, which stands last whichever way. */
function keyOf(candidate: CandidateSummary, column: string, summary: Summary): number | string | null {
  const metric = METRICS[column];
  if (metric !== undefined) return candidate.metrics[metric]?.value ?? null;
  if (column === "candidate") return candidate.id;
  if (column === "failed") return candidate.trials.failed;
  if (column === "errors") return candidate.trials.errored;
  const own = column === "verdict" ? candidateVerdict(summary, candidate.id) : null;
  return own === null ? null : VERDICTS.indexOf(own.verdict);
}

/** The candidates in the order asked for; without one, in the suite's own. */
export function sortedCandidates(summary: Summary, sorting: CandidateSorting | null): readonly CandidateSummary[] {
  if (sorting === null) return summary.candidates;
  const keyed = summary.candidates.map((candidate) => ({ candidate, key: keyOf(candidate, sorting.column, summary) }));
  const way = sorting.descending ? -1 : 1;
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      if (typeof a.key === "string" && typeof b.key === "string") return way * a.key.localeCompare(b.key, "en");
      return way * (Number(a.key) - Number(b.key));
    })
    .map(({ candidate }) => candidate);
}

/** Whether a metric says anything that another does not: a score of graders that only pass or fail is the accuracy. */
export function saysMore(candidates: readonly CandidateSummary[], metric: string, than: string): boolean {
  const value = (one: CandidateSummary, name: string): Estimate["value"] => one.metrics[name]?.value ?? null;
  return candidates.some((one) => value(one, metric) !== null && value(one, metric) !== value(one, than));
}

/** Whether a figure of money is known of anybody, and more than nothing. */
export function costsAnything(candidates: readonly CandidateSummary[], metric: string): boolean {
  return candidates.some(({ metrics }) => (metrics[metric]?.value ?? 0) > 0);
}

/** `1.17 – 1.37 ms`: the unit once where both sides have the same; `?` for a side that cannot be told. */
export function rangeText(metric: string, low: number | null, high: number | null): string {
  const from = low === null ? "?" : metricText(metric, low);
  const to = high === null ? "?" : metricText(metric, high);
  const unit = / ?[^\d.,]+$/.exec(to)?.[0];
  return `${unit !== undefined && from.endsWith(unit) ? from.slice(0, -unit.length) : from} – ${to}`;
}

/** The least accuracy that is asked of all cases, where one figure is asked of all that decide; else null. */
export function accuracyBound({ requirements }: Summary): number | null {
  const asked = new Set(
    requirements
      .filter(({ metric, slice, bound }) => metric === "accuracy" && slice === null && bound.kind === "min")
      .map(({ bound }) => bound.value),
  );
  return asked.size === 1 ? ([...asked][0] ?? null) : null;
}
