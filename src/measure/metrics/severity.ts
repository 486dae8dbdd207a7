import { meanEstimate, shareEstimate } from "../estimates.ts";
import { OUTCOMES, outcomesOf } from "../outcomes.ts";
import { FAIL, type Table } from "../table.ts";
import { caseMeans, type View } from "../view.ts";
import type { MetricDefinition, MetricFamily } from "./metric-definition.ts";

/** Points of a failure: cosmetic, minor, major, critical. Other levels have a share and no points. */
export const SEVERITY_POINTS: Readonly<Record<string, number>> = { S0: 0, S1: 1, S2: 5, S3: 25 };

function hasSeverity(table: Table): boolean {
  return table.severityTexts.texts.length > 0;
}

/** The worst severity among the graders that failed the trial (their own, or their line's), else the case's. */
function severityOf(table: Table, slot: number): string | null {
  let worst: string | null = null;
  for (const { facts, states, severities } of table.grades) {
    if (facts.advisory || states[slot] !== FAIL) continue;
    const stated = table.severityTexts.text(severities?.[slot] ?? 0) ?? facts.severity;
    if (stated !== null && (worst === null || pointsOf(stated) > pointsOf(worst))) worst = stated;
  }
  if (worst !== null) return worst;
  const caseIndex = Math.floor(slot / (table.candidates.length * table.repeats));
  return table.severityTexts.text(table.cases.severities[caseIndex] ?? 0);
}

function pointsOf(level: string | null): number {
  return level === null ? 0 : (SEVERITY_POINTS[level] ?? 0);
}

/** A value of every failed trial, 0 for those that passed. */
function perGradedTrial(view: View, valued: (level: string | null) => number) {
  const outcomes = outcomesOf(view.table);
  return caseMeans(view, (slot) => {
    const outcome = outcomes[slot];
    if (outcome === OUTCOMES.failed) return valued(severityOf(view.table, slot));
    return outcome === OUTCOMES.passed ? 0 : Number.NaN;
  });
}

export const severityPoints: MetricDefinition = {
  name: "severity_points",
  unit: "points_per_100",
  definition:
    "points of failures per 100 graded trials: S0 0, S1 1, S2 5, S3 25, by the worst failing grader's severity, else the case's; other levels count 0",
  interval: "t, t-cr1 (with clusters); no upper bound when no trial scored a point",
  better: "lower",
  applies: hasSeverity,
  measure(view) {
    const points = perGradedTrial(view, (level) => 100 * pointsOf(level));
    const estimate = meanEstimate(view, points, { weighted: false, min: 0, max: Number.POSITIVE_INFINITY });
    // Without a single point the spread is not known: an upper bound of 0 would be a claim.
    return estimate.value === 0 ? { ...estimate, high: null } : estimate;
  },
};

export const severity: MetricFamily = {
  name: "severity.<level>",
  unit: "share",
  definition: "failures of one severity / graded trials; repeats averaged within their case",
  interval: "wilson, wilson-neff (with repeats or clusters)",
  better: "lower",
  examples: Object.keys(SEVERITY_POINTS),
  ids: (table) =>
    hasSeverity(table) ? [...new Set([...Object.keys(SEVERITY_POINTS), ...table.severityTexts.texts])] : [],
  make: (level) => ({
    ...severity,
    name: `severity.${level}`,
    measure: (view) =>
      shareEstimate(
        view,
        perGradedTrial(view, (found) => (found === level ? 1 : 0)),
        { weighted: false },
      ),
  }),
};
