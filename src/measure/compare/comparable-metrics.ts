import type { Side } from "./side.ts";

/** What a comparison shows when nobody says what: those that both sides of some pair have. */
const OFFERED = ["accuracy", "score", "latency_p50_ms", "latency_p95_ms", "cost_per_case_usd", "cost_per_success_usd"];

export interface SidePair {
  readonly candidate: Side;
  readonly baseline: Side;
}

export function comparableMetrics(pairs: readonly SidePair[]): string[] {
  return OFFERED.filter((metric) => {
    const shared = pairs.filter(
      ({ candidate, baseline }) => isMeasured(candidate, metric) && isMeasured(baseline, metric),
    );
    if (shared.length === 0) return false;
    const sides = shared.flatMap(({ candidate, baseline }) => [candidate, baseline]);
    // A score that is the pass itself, and costs of what costs nothing, would say the same again, or nothing.
    if (metric === "score") return sides.some(scoreDiffers);
    return !metric.startsWith("cost_") || sides.some((side) => costsSomething(side, metric));
  });
}

function isMeasured(side: Side, metric: string): boolean {
  return side.column(metric).status === "measured";
}

function scoreDiffers(side: Side): boolean {
  const [score, accuracy] = [side.column("score"), side.column("accuracy")];
  if (score.status === "none") return false;
  if (accuracy.status === "none") return true;
  const differs = (value: number, at: number) => Math.abs(value - (accuracy.values[at] ?? 0)) > 1e-6;
  return score.values.some((value, at) => !Number.isNaN(value) && differs(value, at));
}

function costsSomething(side: Side, metric: string): boolean {
  const column = side.column(metric);
  return column.status === "measured" && column.values.some((value) => value > 0);
}
