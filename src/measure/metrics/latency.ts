import { meanEstimate, noEstimate, quantileEstimate } from "../estimates.ts";
import { caseMeans } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

const MEASURED =
  "the successful attempt alone, of answered trials (replayed ones with the latency they were measured with)";
const interval =
  "order-statistics, order-statistics-neff (with repeats or clusters); no upper bound when n is too small";

export const latencyMean: MetricDefinition = {
  name: "latency_mean_ms",
  unit: "ms",
  definition: `mean latency: ${MEASURED}; repeats averaged within their case`,
  interval: "t, t-cr1 (with clusters)",
  better: "lower",
  measure(view) {
    const { latencyMs } = view.table;
    const values = caseMeans(view, (slot) => latencyMs[slot] ?? Number.NaN);
    return meanEstimate(view, values, { weighted: false, min: 0, max: Number.POSITIVE_INFINITY });
  },
};

export const latencyQuantiles: readonly MetricDefinition[] = [50, 90, 95, 99].map((percent) => ({
  name: `latency_p${percent}_ms`,
  unit: "ms",
  definition: `type-7 quantile of latency over trials: ${MEASURED}`,
  interval,
  better: "lower",
  sliced: percent === 50 || percent === 95,
  measure: (view) => quantileEstimate(view, "latency", view.table.latencyMs, percent / 100),
}));

export const firstTokenQuantiles: readonly MetricDefinition[] = [50, 95, 99].map((percent) => ({
  name: `first_token_p${percent}_ms`,
  unit: "ms",
  definition:
    "type-7 quantile over trials of the time from sending to the first piece of content; streamed answers only",
  interval,
  better: "lower",
  applies: ({ firstTokenMs }) => firstTokenMs !== null,
  measure: (view) =>
    view.table.firstTokenMs === null
      ? noEstimate()
      : quantileEstimate(view, "first_token", view.table.firstTokenMs, percent / 100),
}));
