import { ratioCI } from "../../stats/ratio-ci.ts";
import { exact, noEstimate } from "../estimates.ts";
import type { Table } from "../table.ts";
import { caseMeans, clustersOf, forEachTrial, type View } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

function total(view: View, column: Int32Array) {
  let tokens = 0;
  let n = 0;
  forEachTrial(view, (slot) => {
    const count = column[slot] ?? -1;
    if (count < 0) return;
    tokens += count;
    n += 1;
  });
  return n === 0 ? noEstimate() : exact(tokens, n);
}

const totalOf = (name: string, what: string, column: (table: Table) => Int32Array): MetricDefinition => ({
  name,
  unit: "tokens",
  definition: `sum of ${what} over the trials whose usage is known (n), errored and replayed ones too`,
  interval: "exact",
  better: "lower",
  fact: true,
  measure: (view) => total(view, column(view.table)),
});

export const inputTokens = totalOf(
  "input_tokens",
  "tokens read, cache reads and writes included,",
  (t) => t.inputTokens,
);
export const outputTokens = totalOf("output_tokens", "tokens written, reasoning included,", (t) => t.outputTokens);

export const outputTokensPerS: MetricDefinition = {
  name: "output_tokens_per_s",
  unit: "tokens_per_s",
  definition: "output tokens / latency, as a ratio of sums over the answered trials whose usage is known",
  interval: "log-delta",
  better: "higher",
  measure(view) {
    const { latencyMs, outputTokens: tokens, states } = view.table;
    const known = (slot: number) => (tokens[slot] ?? -1) >= 0 && (latencyMs[slot] ?? 0) > 0 && states[slot] !== 0;
    const written = caseMeans(view, (slot) => (known(slot) ? (tokens[slot] ?? 0) : Number.NaN));
    const seconds = caseMeans(view, (slot) => (known(slot) ? (latencyMs[slot] ?? 0) / 1_000 : Number.NaN));
    const { ratio, low, high, n } = ratioCI(
      written.values,
      seconds.values,
      clustersOf(view.table, written.cases),
      view.confidence,
    );
    return ratio === null ? noEstimate() : { value: ratio, low, high, n, method: "log-delta" };
  },
};
