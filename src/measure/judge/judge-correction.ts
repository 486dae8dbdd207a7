import type { Correction, JudgedOutput } from "../../domain/calibration.ts";
import type { Estimate } from "../../domain/estimate.ts";
import { clampInterval, type Interval } from "../../stats/interval.ts";
import { judgePostStratified } from "../../stats/judge-post-stratified.ts";
import { ppiMean } from "../../stats/ppi-mean.ts";
import { sum } from "../../stats/sum.ts";
import { welchDiff } from "../../stats/welch-diff.ts";
import { noEstimate } from "../estimates.ts";
import { meanOf, realClusters, shareOf } from "./clustered-estimates.ts";

/** Fewer labels correct nothing: the figures are withheld. */
export const LEAST_LABELS = 30;
/** With fewer of the rarer class, or fewer labels, the interval of PPI++ is too narrow. */
export const LEAST_RARER = 20;
const LEAST_FOR_PPI = 100;

/** One output of a candidate: what the judge says, and what people do where they were asked. */
export interface CorrectionItem {
  readonly output: JudgedOutput;
  readonly judge: number;
  readonly person: number | null;
}

/**
 * A candidate's rate (or mean score) as the judge has it, next to what the labels make of it (the
 * post-stratified estimate for pass and fail, PPI++ with t for both).
 */
export function judgeCorrection(candidate: string, items: readonly CorrectionItem[], binary: boolean): Correction {
  const labelled = items.filter((item): item is CorrectionItem & { person: number } => item.person !== null);
  const rest = items.filter(({ person }) => person === null);
  const y = labelled.map(({ person }) => person);
  const f = labelled.map(({ judge }) => judge);
  const unlabelled = rest.map(({ judge }) => judge);
  const clustersOf = (some: readonly CorrectionItem[]) => some.map(({ output }) => output.cluster);
  const shared = realClusters(clustersOf(items)) !== null;
  const clusters = shared
    ? { clusters: clustersOf(labelled), unlabelledClusters: clustersOf(rest) }
    : { clusters: null };
  const measured = (values: readonly number[], some: readonly CorrectionItem[]) =>
    binary ? shareOf(values, clustersOf(some)) : meanOf(values, clustersOf(some), 0, 1);
  const n = labelled.length;
  const positives = sum(y);
  const facts = {
    candidate,
    outputs: items.length,
    labels: n,
    rarer: binary ? Math.floor(Math.min(positives, n - positives)) : null,
    raw: measured(
      items.map(({ judge }) => judge),
      items,
    ),
    human: measured(y, labelled),
  };
  if (n < LEAST_LABELS) {
    const withheld = noEstimate("too-few-labels");
    const more = LEAST_LABELS - n;
    const warnings = [`${n} labels: below ${LEAST_LABELS} no corrected figure is given; ${more} more are needed`];
    return { ...facts, postStratified: binary ? withheld : null, ppi: withheld, lambda: null, warnings };
  }
  const told = (estimate: number | null, interval: Interval, method: string): Estimate =>
    estimate === null
      ? noEstimate()
      : { value: Math.min(1, Math.max(0, estimate)), ...clampInterval(interval, 0, 1), n, method };
  const stratified = binary ? judgePostStratified(y, f, unlabelled, clusters) : null;
  const ppi = ppiMean(y, f, unlabelled, clusters);
  // No label differs from its judge's: no spread to say how sure this is.
  const sure = ppi.plusPlus.standardError === 0;
  const interval = sure ? { low: null, high: null } : ppi.plusPlus;
  return {
    ...facts,
    postStratified:
      stratified === null
        ? null
        : told(stratified.estimate, stratified, shared ? "post-stratified-cr1" : "post-stratified"),
    ppi: told(ppi.plusPlus.estimate, interval, shared ? "ppi++-cr1" : "ppi++-t"),
    lambda: ppi.lambda,
    warnings: [...sizeWarnings(n, facts.rarer), ...sampleWarnings(f, unlabelled)],
  };
}

function sizeWarnings(n: number, rarer: number | null): string[] {
  if (rarer !== null && rarer < LEAST_RARER) {
    return [
      `${rarer} labels of the rarer class, fewer than ${LEAST_RARER}: the interval of PPI++ is too narrow; read the post-stratified one`,
    ];
  }
  return n < LEAST_FOR_PPI
    ? [`${n} labels, fewer than ${LEAST_FOR_PPI}: the interval of PPI++ is a little too narrow`]
    : [];
}

/** People label what looks doubtful: then the labelled outputs are another population, and nothing here holds. */
function sampleWarnings(labelled: readonly number[], rest: readonly number[]): string[] {
  const { p } = welchDiff(labelled, rest);
  if (p === null || p >= 0.001) return [];
  const mean = (values: readonly number[]) => (values.reduce((a, b) => a + b, 0) / values.length).toFixed(2);
  return [
    `the labelled outputs are no random sample: the judge gives them ${mean(labelled)} on average, the others ${mean(rest)}; the corrected figures may be far off`,
  ];
}
