import type { CandidateSummary } from "../../domain/summary.ts";
import type { ParetoFront } from "../../domain/viewer.ts";
import { paretoFront } from "../../stats/pareto-front.ts";

const AGAINST = ["cost_per_case_usd", "latency_p95_ms"];

/** Who is beaten by nobody on accuracy and cost, and on accuracy and latency; a figure that nobody has makes no front. */
export function paretoFronts(candidates: readonly CandidateSummary[]): ParetoFront[] {
  return AGAINST.flatMap((metric) => {
    const value = (of: CandidateSummary, name: string) => of.metrics[name]?.value ?? Number.NaN;
    const points = candidates.map((one) => [value(one, "accuracy"), value(one, metric)]);
    const front = paretoFront(points, ["max", "min"]);
    const ids = candidates.filter((_, at) => front[at]).map(({ id }) => id);
    return ids.length === 0 ? [] : [{ metric, candidates: ids }];
  });
}
