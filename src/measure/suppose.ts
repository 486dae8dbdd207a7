import type { Estimate } from "../domain/estimate.ts";
import { shareEstimate } from "./estimates.ts";
import { casesOf } from "./measure-metric.ts";
import { OUTCOMES, outcomesOf } from "./outcomes.ts";
import type { Table } from "./table.ts";
import { caseMeans, viewOf } from "./view.ts";

/**
 * Accuracy had every trial without an outcome of its own (errored, ungraded, missing) failed, or passed: how far what
 * was not measured could move the verdict. null: every trial was measured.
 */
export function supposeAccuracy(
  table: Table,
  candidate: string,
  slice: string | null,
  as: "failed" | "passed",
  /** Which outcomes are supposed: errored ones alone, or all that were not measured. */
  which: "errored" | "unmeasured",
  /** The first n cases of the run order alone. */
  count?: number,
): Estimate | null {
  const index = table.candidates.indexOf(candidate);
  const cases = casesOf(table, slice, count);
  if (index < 0 || cases === undefined) return null;
  const outcomes = outcomesOf(table);
  let supposed = 0;
  const view = viewOf(table, index, cases, true);
  const values = caseMeans(view, (slot) => {
    const outcome = outcomes[slot];
    if (outcome === OUTCOMES.passed) return 1;
    if (outcome === OUTCOMES.failed) return 0;
    if (which === "errored" && outcome !== OUTCOMES.errored) return Number.NaN;
    supposed += 1;
    return as === "passed" ? 1 : 0;
  });
  return supposed === 0 ? null : shareEstimate(view, values, { weighted: true });
}
