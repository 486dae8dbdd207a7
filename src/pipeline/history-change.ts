import type { HistoryChange } from "../domain/history.ts";
import type { RunManifest } from "../domain/run.ts";
import { compareSides } from "../measure/compare/compare-sides.ts";
import { compareEstimates } from "../measure/history/compare-estimates.ts";
import type { RunValues } from "./history-values.ts";

/** Figures that no grader has a part in. */
const UNGRADED_METRIC =
  /^(latency_|first_token_|output_tokens|input_tokens|cost_total|cost_per_case|error_rate|context_fit)/;

/**
 * A candidate's later run against an earlier one: paired on the cases that both have measured, by their intervals where
 * that cannot be. Other graders measure something else, so across them nothing is compared; nor is it across datasets
 * that share no case.
 */
export function changeBetween(later: RunValues, earlier: RunValues, candidate: string, metric: string): HistoryChange {
  const against = earlier.manifest.runId;
  const not = (reason: string): HistoryChange => ({ status: "not compared", against, reason });
  if (otherGraders(later.manifest, earlier.manifest, metric)) return not("other graders");
  const [now, then] = [later.sides?.get(candidate), earlier.sides?.get(candidate)];
  if (now !== undefined && then !== undefined) {
    const comparison = compareSides(now, then, metric, { slice: null, seed: later.manifest.seed });
    const { n, difference, low, high, p, reason } = comparison;
    if (n > 0)
      return {
        status: "compared",
        against,
        by: "pairs",
        n,
        difference,
        low,
        high,
        p,
        pAdjusted: null,
        shows: "no test",
      };
    // A metric that has no value by case is compared by its intervals; cases that are not shared are not.
    if (now.column(metric).status === "measured" && then.column(metric).status === "measured")
      return not(reason === undefined ? "no case is shared" : "no measured case is shared");
  }
  if (later.manifest.digests.dataset !== earlier.manifest.digests.dataset) return not("another dataset");
  const [value, before] = [later.estimates.get(candidate), earlier.estimates.get(candidate)];
  if (value === undefined || before === undefined) return not(`${metric} is not known of both`);
  return {
    status: "compared",
    against,
    by: "intervals",
    n: null,
    ...compareEstimates(value, before),
    pAdjusted: null,
    shows: "no test",
  };
}

/** Of `grader.<id>` that grader alone decides. */
function otherGraders(now: RunManifest, then: RunManifest, metric: string): boolean {
  if (now.digests.graders === then.digests.graders || UNGRADED_METRIC.test(metric)) return false;
  const id = metric.startsWith("grader.") ? metric.slice("grader.".length) : null;
  const [mine, other] = [now, then].map(({ contentDigests }) =>
    id === null ? undefined : contentDigests?.graders[id],
  );
  return mine === undefined || mine !== other;
}
