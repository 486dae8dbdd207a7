import type { Estimate } from "../../domain/estimate.ts";
import { passAtK } from "../../stats/pass-at-k.ts";
import { passHatK } from "../../stats/pass-hat-k.ts";
import { noEstimate, scoreEstimate, shareEstimate } from "../estimates.ts";
import { caseTallies, passValue } from "../repeats.ts";
import { ANSWERED, type Table } from "../table.ts";
import type { CaseValues, View } from "../view.ts";
import type { MetricDefinition, MetricFamily, Supposable } from "./metric-definition.ts";

const OFTEN_ASKED = [2, 3, 5, 10, 20, 50, 100];
const repeated = (table: Table) => table.repeats > 1;
/** Read by people: `pass_at_5 is unknown (needs-5-repeats)`. */
const needs = (repeats: number) => noEstimate(`needs-${repeats}-repeats`);

/** Those that people ask for, and the largest that the run can answer. */
function ksOf({ repeats }: Table): string[] {
  if (repeats < 2) return [];
  return [...new Set([...OFTEN_ASKED.filter((k) => k <= repeats), repeats])].map(String);
}

function familyOf(
  name: string,
  definition: string,
  estimator: (n: number, c: number, k: number) => number | null,
): MetricFamily {
  const family: MetricFamily = {
    name: `${name}<k>`,
    unit: "share",
    definition: `${definition}; mean over the cases with at least k graded repeats; more repeats than the run has cannot be asked for`,
    interval: "t over cases, t-cr1 (with clusters), wilson-neff (when all cases are equal)",
    better: "higher",
    ids: ksOf,
    accepts: (id) => /^[1-9]\d{0,5}$/.test(id),
    examples: ["1", "3", "5"],
    make(id) {
      const k = Number(id);
      const measureBy = (view: View, trialValue: (slot: number) => number) =>
        k > view.table.repeats
          ? needs(k)
          : scoreEstimate(
              view,
              caseTallies(view, trialValue, (n, c) => estimator(n, c, k) ?? Number.NaN),
            );
      return { ...family, name: `${name}${id}`, ...suppositions({ trialValue: passValue, measureBy }) };
    },
  };
  return family;
}

function suppositions(supposable: Supposable): Pick<MetricDefinition, "measure" | "supposable"> {
  return { measure: (view) => supposable.measureBy(view, supposable.trialValue(view.table)), supposable };
}

export const passAt = familyOf(
  "pass_at_",
  "chance that at least one of k repeats passes, unbiased (Chen et al. 2021)",
  passAtK,
);

export const passHat = familyOf(
  "pass_hat_",
  "chance that all of k repeats pass, unbiased: C(c, k) / C(n, k) (τ-bench)",
  passHatK,
);

export const majorityAccuracy: MetricDefinition = {
  name: "majority_accuracy",
  unit: "share",
  definition:
    "share of cases most of whose graded repeats pass; as many passes as failures count one half; cases by their weight",
  interval: "wilson-neff",
  better: "higher",
  applies: repeated,
  ...suppositions({
    trialValue: passValue,
    measureBy(view, trialValue) {
      if (!repeated(view.table)) return needs(2);
      const votes = caseTallies(view, trialValue, (n, c) =>
        n === 0 ? Number.NaN : c === n - c ? 0.5 : Number(c > n - c),
      );
      return shareEstimate(view, votes, { weighted: true });
    },
  }),
};

export const consistency: MetricDefinition = {
  name: "consistency",
  unit: "share",
  definition:
    "chance that two repeats of a case give the same answer (what the grader extracts, else the text; but for case, white space and accents' form), unbiased; mean over the cases with two answers or more",
  interval: "t over cases, t-cr1 (with clusters), wilson-neff (when all cases are equal)",
  better: "higher",
  applies: repeated,
  measure: (view): Estimate => (repeated(view.table) ? scoreEstimate(view, agreements(view)) : needs(2)),
};

/** Pairs of answers of a case that are equal, among all its pairs. */
function agreements(view: View): CaseValues {
  const { table } = view;
  const codes = table.answers?.codes ?? new Uint32Array();
  const values: number[] = [];
  const cases: number[] = [];
  const counts = new Map<number, number>();
  for (const caseIndex of view.cases) {
    const first = table.slotOf(caseIndex, view.candidate);
    counts.clear();
    let [n, pairs] = [0, 0];
    for (let slot = first; slot < first + table.repeats; slot++) {
      if (table.states[slot] !== ANSWERED) continue;
      const code = codes[slot] ?? 0;
      const before = counts.get(code) ?? 0;
      pairs += before;
      counts.set(code, before + 1);
      n += 1;
    }
    if (n < 2) continue;
    values.push((2 * pairs) / (n * (n - 1)));
    cases.push(caseIndex);
  }
  return { values: Float64Array.from(values), cases: Uint32Array.from(cases) };
}
