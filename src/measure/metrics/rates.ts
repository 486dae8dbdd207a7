import { shareEstimate } from "../estimates.ts";
import { OUTCOMES, outcomesOf } from "../outcomes.ts";
import { caseMeans, type View } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

function rateOf(view: View, wanted: number) {
  const outcomes = outcomesOf(view.table);
  const values = caseMeans(view, (slot) => {
    const outcome = outcomes[slot];
    return outcome === OUTCOMES.missing ? Number.NaN : outcome === wanted ? 1 : 0;
  });
  return shareEstimate(view, values, { weighted: false });
}

const interval = "wilson, wilson-neff (with repeats or clusters)";

export const errorRate: MetricDefinition = {
  name: "error_rate",
  unit: "share",
  definition:
    "errored trials / all trials with a line; repeats averaged within their case; planned trials without a line are in neither",
  interval,
  better: "lower",
  sliced: true,
  measure: (view) => rateOf(view, OUTCOMES.errored),
};

export const ungradedRate: MetricDefinition = {
  name: "ungraded_rate",
  unit: "share",
  definition: "ungraded trials / all trials with a line, errored ones included; repeats averaged within their case",
  interval,
  better: "lower",
  measure: (view) => rateOf(view, OUTCOMES.ungraded),
};
