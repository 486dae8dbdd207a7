import type { MetricForm } from "../../domain/comparison.ts";

/** A metric of one side, a number per case. */
export interface MeasuredColumn {
  readonly status: "measured";
  readonly form: MetricForm;
  readonly better: "higher" | "lower";
  /** Whether the cases' weights count: they do in what says how good the answers are. */
  readonly weighted: boolean;
  /** By case, repeats averaged; NaN: not measured. Of a ratio the numerators. */
  readonly values: Float64Array;
  /** Of a ratio: the denominators. */
  readonly per?: Float64Array;
}

export type SideColumn = MeasuredColumn | { readonly status: "none"; readonly reason: string };

export const noColumn = (reason: string): SideColumn => ({ status: "none", reason });
