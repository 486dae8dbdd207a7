import type { Table } from "../table.ts";
import {
  balancedAccuracy,
  f1OfLabel,
  macroF1,
  macroPrecision,
  macroRecall,
  mcc,
  precisionOfLabel,
  recallOfLabel,
} from "./classes.ts";
import { contextFit } from "./context-fit.ts";
import { corpusBleuMetric } from "./corpus-bleu.ts";
import { costPerCase, costPerSuccessUsd, costTotal } from "./cost.ts";
import { firstTokenQuantiles, latencyMean, latencyQuantiles } from "./latency.ts";
import type { MetricDefinition, MetricDescription, MetricFamily } from "./metric-definition.ts";
import { accuracy, grader, score } from "./quality.ts";
import { errorRate, ungradedRate } from "./rates.ts";
import { consistency, majorityAccuracy, passAt, passHat } from "./repeats.ts";
import { severity, severityPoints } from "./severity.ts";
import { inputTokens, outputTokens, outputTokensPerS } from "./tokens.ts";
import { winRate } from "./win-rate.ts";

/** Every metric, in the order in which they are reported. */
const registry: readonly (MetricDefinition | MetricFamily)[] = [
  accuracy,
  score,
  grader,
  winRate,
  passAt,
  passHat,
  consistency,
  majorityAccuracy,
  macroF1,
  macroPrecision,
  macroRecall,
  balancedAccuracy,
  mcc,
  precisionOfLabel,
  recallOfLabel,
  f1OfLabel,
  corpusBleuMetric,
  errorRate,
  ungradedRate,
  severityPoints,
  severity,
  latencyMean,
  ...latencyQuantiles,
  ...firstTokenQuantiles,
  outputTokensPerS,
  inputTokens,
  outputTokens,
  costTotal,
  costPerCase,
  costPerSuccessUsd,
  contextFit,
];

/** The documented table of metrics. */
export const metricDefinitions: readonly MetricDescription[] = registry;

function isFamily(entry: MetricDefinition | MetricFamily): entry is MetricFamily {
  return "make" in entry;
}

/** `grader.` of `grader.<id>`. */
function prefixOf(family: MetricFamily): string {
  return family.name.slice(0, family.name.indexOf("<"));
}

/** The metric of that name, members of families included; undefined when there is none. */
export function resolveMetric(name: string): MetricDefinition | undefined {
  for (const entry of registry) {
    if (!isFamily(entry)) {
      if (entry.name === name) return entry;
      continue;
    }
    const prefix = prefixOf(entry);
    const id = name.slice(prefix.length);
    if (name.startsWith(prefix) && id !== "" && (entry.accepts?.(id) ?? true)) return entry.make(id);
  }
  return undefined;
}

/** Names to suggest for a mistyped one. @param graderIds ids of the suite's graders, for `grader.<id>` */
export function knownMetrics(graderIds: readonly string[] = []): string[] {
  return registry.flatMap((entry) => {
    if (!isFamily(entry)) return [entry.name];
    if (entry === grader) return graderIds.map((id) => `grader.${id}`);
    return (entry.examples ?? []).map((id) => `${prefixOf(entry)}${id}`);
  });
}

/** The metrics that a table gives, in reporting order. */
export function metricsOf(table: Table): MetricDefinition[] {
  return registry.flatMap((entry) => {
    if (isFamily(entry)) return entry.ids(table).map((id) => entry.make(id));
    return entry.applies === undefined || entry.applies(table) ? [entry] : [];
  });
}
