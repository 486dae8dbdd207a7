import { costPerSuccess } from "../../stats/cost-per-success.ts";
import { sum } from "../../stats/sum.ts";
import { exact, meanEstimate, noEstimate } from "../estimates.ts";
import { OUTCOMES, outcomesOf } from "../outcomes.ts";
import { caseMeans, clustersOf, forEachTrial, type View } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

export const UNKNOWN_PRICE = "unknown-price";

function costOf({ table }: View): (slot: number) => number {
  return (slot) => table.costUsd[slot] ?? Number.NaN;
}

export const costTotal: MetricDefinition = {
  name: "cost_total_usd",
  unit: "usd",
  definition:
    "what the calls are worth, errored and replayed ones too; n counts those whose usage is known, the rest are in unpriced_calls",
  interval: "exact; unknown-price",
  better: "lower",
  fact: true,
  measure(view) {
    if (!view.priced) return noEstimate(UNKNOWN_PRICE);
    const costs: number[] = [];
    const cost = costOf(view);
    forEachTrial(view, (slot) => {
      if (!Number.isNaN(cost(slot))) costs.push(cost(slot));
    });
    return exact(sum(costs), costs.length);
  },
};

export const costPerCase: MetricDefinition = {
  name: "cost_per_case_usd",
  unit: "usd",
  definition:
    "mean cost of one trial, of those whose cost is known, errored ones too; repeats averaged within their case",
  interval: "t, t-cr1 (with clusters); unknown-price",
  better: "lower",
  sliced: true,
  measure(view) {
    if (!view.priced) return noEstimate(UNKNOWN_PRICE);
    const costs = caseMeans(view, costOf(view));
    return meanEstimate(view, costs, { weighted: false, min: 0, max: Number.POSITIVE_INFINITY });
  },
};

export const costPerSuccessUsd: MetricDefinition = {
  name: "cost_per_success_usd",
  unit: "usd",
  definition:
    "sum of costs / number of passed trials; failed and errored trials stay in the numerator; ungraded trials and those of unknown cost are in neither",
  interval:
    "log-delta; log-delta-unbounded (too few successes: no upper bound), no-success (a lower bound alone); unknown-price",
  better: "lower",
  measure(view) {
    if (!view.priced) return noEstimate(UNKNOWN_PRICE);
    const outcomes = outcomesOf(view.table);
    const cost = costOf(view);
    // An ungraded trial may be a success or not: it can be neither in the numerator nor in the denominator.
    const counts = (slot: number) => outcomes[slot] !== OUTCOMES.ungraded && !Number.isNaN(cost(slot));
    const costs = caseMeans(view, (slot) => (counts(slot) ? cost(slot) : Number.NaN));
    const successes = caseMeans(view, (slot) =>
      counts(slot) ? (outcomes[slot] === OUTCOMES.passed ? 1 : 0) : Number.NaN,
    );
    const clusters = clustersOf(view.table, costs.cases);
    const { ratio, low, high, n, method } = costPerSuccess(costs.values, successes.values, clusters, view.confidence);
    return { value: ratio, low, high, n, method };
  },
};
