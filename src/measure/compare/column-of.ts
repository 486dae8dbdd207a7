import type { MetricForm } from "../../domain/comparison.ts";
import { passAtK } from "../../stats/pass-at-k.ts";
import { passHatK } from "../../stats/pass-hat-k.ts";
import { resolveMetric } from "../metrics/metric-definitions.ts";
import { accuracyValues, gradeValue, scoreValues } from "../metrics/quality.ts";
import { OUTCOMES, outcomesOf } from "../outcomes.ts";
import { caseTallies, passValue } from "../repeats.ts";
import { ANSWERED, BARE_SCORE, type Table } from "../table.ts";
import { allCases, type CaseValues, caseMeans, type View, viewOf } from "../view.ts";
import { noColumn, type SideColumn } from "./side-column.ts";

const MEAN: MetricForm = { type: "mean" };

interface Form {
  readonly form: MetricForm;
  readonly weighted: boolean;
  readonly values: CaseValues;
  readonly per?: CaseValues;
}

/**
 * A metric of one candidate by case, repeats averaged. A quantile is one of the cases' means, because cases are what is
 * paired: with repeats it is not the quantile of the trials that the summary prints.
 */
export function columnOf(table: Table, candidate: number, metric: string): SideColumn {
  const definition = resolveMetric(metric);
  if (definition === undefined) return noColumn(`there is no metric ${metric}`);
  const found = formOf(table, viewOf(table, candidate, allCases(table), true), metric);
  if (typeof found === "string") return noColumn(found);
  const { form, weighted, values, per } = found;
  if (values.values.length === 0) return noColumn(`${metric} is not known of any case`);
  return {
    status: "measured",
    form,
    better: definition.better,
    weighted,
    values: byCase(table, values),
    ...(per === undefined ? {} : { per: byCase(table, per) }),
  };
}

/** The values, or why there are none. */
function formOf(table: Table, view: View, metric: string): Form | string {
  const mean = (values: CaseValues, weighted = false): Form => ({ form: MEAN, weighted, values });
  const outcomes = outcomesOf(table);
  const share = (wanted: number) =>
    caseMeans(view, (slot) => (outcomes[slot] === OUTCOMES.missing ? Number.NaN : outcomes[slot] === wanted ? 1 : 0));
  const quantile = /^(latency|first_token)_p(\d+)_ms$/.exec(metric);
  if (quantile !== null) {
    const column = quantile[1] === "latency" ? table.latencyMs : table.firstTokenMs;
    const form: MetricForm = { type: "quantile", p: Number(quantile[2]) / 100 };
    return { form, weighted: false, values: caseMeans(view, (slot) => column?.[slot] ?? Number.NaN) };
  }
  if (metric.startsWith("grader.")) return graderValues(table, view, metric.slice("grader.".length));
  const repeats = /^pass_(at|hat)_(\d+)$/.exec(metric);
  if (repeats !== null) {
    const k = Number(repeats[2]);
    const estimator = repeats[1] === "at" ? passAtK : passHatK;
    if (k > table.repeats) return `${metric} needs ${k} repeats, and the run has ${table.repeats}`;
    return mean(
      caseTallies(view, passValue(table), (n, c) => estimator(n, c, k) ?? Number.NaN),
      true,
    );
  }
  switch (metric) {
    case "accuracy":
      return mean(accuracyValues(view), true);
    case "score":
      return mean(scoreValues(view), true);
    case "error_rate":
      return mean(share(OUTCOMES.errored));
    case "ungraded_rate":
      return mean(share(OUTCOMES.ungraded));
    case "latency_mean_ms":
      return mean(caseMeans(view, (slot) => table.latencyMs[slot] ?? Number.NaN));
    case "cost_per_case_usd":
      return mean(caseMeans(view, (slot) => table.costUsd[slot] ?? Number.NaN));
    case "cost_per_success_usd":
      return costPerSuccess(table, view);
    case "input_tokens":
      return mean(caseMeans(view, (slot) => known(table.inputTokens[slot])));
    case "output_tokens":
      return mean(caseMeans(view, (slot) => known(table.outputTokens[slot])));
    case "cost_total_usd":
      return "cost_total_usd is a fact of a whole run; compare cost_per_case_usd";
    default:
      return `${metric} has no paired form: it is not made of a number per case`;
  }
}

/** Shares passed where the grader gives a pass, else its scores: as the metric. */
function graderValues(table: Table, view: View, id: string): Form | string {
  const column = table.grades.find(({ facts }) => facts.id === id);
  if (column === undefined) return `the run has no grader ${id}`;
  const shares = caseMeans(view, (slot) => gradeValue(table, column, slot));
  if (shares.values.length > 0) return { form: MEAN, weighted: true, values: shares };
  const scores = caseMeans(view, (slot) =>
    table.states[slot] === ANSWERED && column.states[slot] === BARE_SCORE
      ? (column.scores[slot] ?? Number.NaN)
      : Number.NaN,
  );
  return { form: MEAN, weighted: true, values: scores };
}

/** As the metric: ungraded trials and those of unknown cost are in neither sum. */
function costPerSuccess(table: Table, view: View): Form {
  const outcomes = outcomesOf(table);
  const counts = (slot: number) => outcomes[slot] !== OUTCOMES.ungraded && !Number.isNaN(table.costUsd[slot]);
  const values = caseMeans(view, (slot) => (counts(slot) ? (table.costUsd[slot] ?? Number.NaN) : Number.NaN));
  const per = caseMeans(view, (slot) => (counts(slot) ? (outcomes[slot] === OUTCOMES.passed ? 1 : 0) : Number.NaN));
  return { form: { type: "ratio" }, weighted: false, values, per };
}

function known(count: number | undefined): number {
  return count === undefined || count < 0 ? Number.NaN : count;
}

function byCase(table: Table, { values, cases }: CaseValues): Float64Array {
  const all = new Float64Array(table.caseCount).fill(Number.NaN);
  for (const [i, index] of cases.entries()) all[index] = values[i] ?? Number.NaN;
  return all;
}
