import type { PairedValues } from "../domain/comparison.ts";
import type { Requirement } from "../domain/suite.ts";
import { GATE_ALPHA } from "../stats/gate-result.ts";
import { minimumDetectableEffect } from "../stats/minimum-detectable-effect.ts";
import { requiredN } from "../stats/required-n.ts";
import { passPower, passPowerOfSpread } from "./pass-power.ts";
import { leastNOf } from "./relative-quantile.ts";
import { relativeTest } from "./relative-test.ts";

/** Shares of cases whose answers differ between two runs though nothing has changed. */
export const ASSUMED_DISCORDANCES = [0.05, 0.1, 0.2] as const;

/** What can be known before a run. */
export interface PlanFacts {
  /** Cases that the requirement is about. */
  readonly n: number;
  readonly repeats: number;
  readonly unit: string;
  /** Of a quantile. */
  readonly quantile: number | null;
  /** What `10%` is of; null: not known yet. */
  readonly baselineValue: number | null;
  /** Measured between two runs, or between the repeats of one. */
  readonly measured: readonly MeasuredSpread[];
}

export type MeasuredSpread =
  | { readonly source: string; readonly discordance: number }
  | { readonly source: string; readonly values: PairedValues };

export interface PlannedRequirement {
  readonly requirement: Requirement;
  readonly n: number;
  readonly repeats: number;
  readonly unit: string;
  /** In the metric's unit; null: a percentage of what is not known yet. */
  readonly margin: number | null;
  readonly rows: readonly PlanRow[];
  /** Why nothing can be said; null: something can. */
  readonly reason: string | null;
}

export interface PlanRow {
  /** `assumed`, or what it was measured on. */
  readonly source: string;
  /** null: not a share of cases that differ. */
  readonly discordance: number | null;
  /** The smallest drop that the cases show at 80% power, in the metric's unit. */
  readonly smallestDrop: number | null;
  /** How likely the requirement is shown to hold though nothing has changed; null: the margin is not known. */
  readonly power: number | null;
  /** In total, for 80% power; null: none would do, or the margin is not known. */
  readonly casesNeeded: number | null;
  /** On both sides with these cases, where answers vary from repeat to repeat; null as above. */
  readonly repeatsNeeded: number | null;
}

const ENOUGH_REPEATS = 100;

/** What a dataset can show of a requirement against a baseline. */
export function planRequirement(requirement: Requirement, facts: PlanFacts): PlannedRequirement {
  const { bound } = requirement;
  const { n, repeats, unit, quantile, baselineValue, measured } = facts;
  const margin =
    bound.unit === "metric"
      ? bound.value
      : baselineValue === null
        ? null
        : (bound.value / 100) * Math.abs(baselineValue);
  const common = { requirement, n, repeats, unit, margin };
  if (quantile !== null && n < leastNOf(quantile))
    return {
      ...common,
      rows: [],
      reason: `a comparison of this metric needs ${leastNOf(quantile).toLocaleString("en")} cases`,
    };
  const discordances = [
    ...(unit === "share" ? ASSUMED_DISCORDANCES.map((discordance) => ({ source: "assumed", discordance })) : []),
    ...measured.filter((one) => "discordance" in one),
  ];
  const rows = [
    ...discordances.map(({ source, discordance }) => discordanceRow(source, discordance, margin, n, repeats)),
    ...measured.flatMap((one) => ("values" in one ? spreadRow(requirement, one.source, one.values, facts) : [])),
  ];
  const reason =
    rows.length > 0
      ? null
      : "how much it varies is not known before it is measured: evals gate --plan <run>, with a baseline";
  return { ...common, rows, reason };
}

function discordanceRow(
  source: string,
  discordance: number,
  margin: number | null,
  n: number,
  repeats: number,
): PlanRow {
  // Nothing but chance moves a case whose answer has not changed: repeats average it out.
  const sd = Math.sqrt(discordance / repeats);
  const once = margin === null ? null : requiredN({ sd: Math.sqrt(discordance), margin });
  const power =
    margin === null ? null : repeats === 1 ? passPower(n, discordance, margin) : passPowerOfSpread(n, sd, margin);
  const needed = once === null ? null : Math.ceil(once / Math.max(1, n));
  return {
    source,
    discordance,
    smallestDrop: minimumDetectableEffect(n, sd),
    power,
    casesNeeded: margin === null ? null : requiredN({ sd, margin }),
    repeatsNeeded: needed === null || needed > ENOUGH_REPEATS ? null : needed,
  };
}

/** From a pair of runs that exists: its spread, as if nothing had changed. */
function spreadRow(requirement: Requirement, source: string, values: PairedValues, facts: PlanFacts): PlanRow[] {
  const { n, unit } = facts;
  const { power } = relativeTest(values, requirement.bound, { unit, alpha: GATE_ALPHA });
  if (power === null) return [];
  const { sd, margin, toUnit } = power;
  const smallest = minimumDetectableEffect(n, sd);
  return [
    {
      source,
      discordance: unit === "share" ? differing(values) : null,
      smallestDrop: smallest === null ? null : toUnit(smallest),
      power: passPowerOfSpread(n, sd, margin),
      casesNeeded: requiredN({ sd, margin }),
      repeatsNeeded: null,
    },
  ];
}

function differing({ candidate, baseline }: PairedValues): number {
  return candidate.filter((value, i) => value !== baseline[i]).length / Math.max(1, candidate.length);
}
