import type { BaselineRow, MetricForm } from "../../domain/comparison.ts";
import { resolveMetric } from "../metrics/metric-definitions.ts";
import { noColumn, type SideColumn } from "./side-column.ts";

type Reader = (row: BaselineRow) => number | null;

/** A metric of a candidate's rows of a baseline, in their order. */
export function baselineColumn(rows: readonly BaselineRow[], metric: string): SideColumn {
  const definition = resolveMetric(metric);
  if (definition === undefined) return noColumn(`there is no metric ${metric}`);
  const found = readerOf(metric);
  if (found === null) return noColumn(`a baseline does not keep ${metric}`);
  const { form, weighted, read, per } = found;
  const values = Float64Array.from(rows, (row) => read(row) ?? Number.NaN);
  if (values.every(Number.isNaN)) return noColumn(`the baseline has no ${metric} for this candidate`);
  return {
    status: "measured",
    form,
    better: definition.better,
    weighted,
    values,
    ...(per === undefined ? {} : { per: Float64Array.from(rows, (row) => per(row) ?? Number.NaN) }),
  };
}

/** Shares are kept rounded; with the repeats that they rest on they are known again to the last digit. */
function passedOf({ passed, n }: BaselineRow): number | null {
  return passed === null || n < 1 ? passed : Math.round(passed * n) / n;
}

function ownOf(values: Readonly<Record<string, number>> | undefined, id: string): number | null {
  return values !== undefined && Object.hasOwn(values, id) ? (values[id] ?? null) : null;
}

interface Read {
  readonly form: MetricForm;
  readonly weighted: boolean;
  readonly read: Reader;
  readonly per?: Reader;
}

function readerOf(metric: string): Read | null {
  const mean = (read: Reader, weighted = false): Read => ({ form: { type: "mean" }, weighted, read });
  const latency: Reader = ({ latencyMs }) => latencyMs;
  const quantile = /^latency_p(\d+)_ms$/.exec(metric);
  if (quantile !== null)
    return { form: { type: "quantile", p: Number(quantile[1]) / 100 }, weighted: false, read: latency };
  if (metric.startsWith("grader.")) {
    const id = metric.slice("grader.".length);
    return mean(({ graders, gradersPassed }) => ownOf(gradersPassed, id) ?? ownOf(graders, id), true);
  }
  switch (metric) {
    case "accuracy":
      return mean(passedOf, true);
    case "score":
      return mean(({ score }) => score, true);
    case "latency_mean_ms":
      return mean(latency);
    case "cost_per_case_usd":
      return mean(({ costUsd }) => costUsd);
    case "cost_per_success_usd":
      // A case that nobody graded may be a success or not: it is in neither sum.
      return {
        form: { type: "ratio" },
        weighted: false,
        read: (row) => (row.passed === null ? null : row.costUsd),
        per: (row) => (row.costUsd === null ? null : passedOf(row)),
      };
    default:
      return null;
  }
}
