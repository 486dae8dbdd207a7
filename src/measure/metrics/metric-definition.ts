import type { Estimate } from "../../domain/estimate.ts";
import type { Table } from "../table.ts";
import type { View } from "../view.ts";

export type MetricUnit = "share" | "ms" | "usd" | "tokens" | "tokens_per_s" | "points_per_100" | "coefficient";

/** What is said of a metric in the documented table. */
export interface MetricDescription {
  /** As in requirements; a family has its variable part in angle brackets (`grader.<id>`). */
  readonly name: string;
  readonly unit: MetricUnit;
  readonly definition: string;
  /** How its interval comes about; several methods are separated by commas. */
  readonly interval: string;
  readonly better: "higher" | "lower";
}

/** One metric: one entry of a file in this folder, and one line of the registry. */
export interface MetricDefinition extends MetricDescription {
  /** Measured for every slice too. */
  readonly sliced?: boolean;
  /** A fact of the whole run: a stopped run's is not cut to its contiguous prefix. */
  readonly fact?: boolean;
  /** Its interval is a 95% one whatever is asked for (a bootstrap's): not judged before the end of a sequential run. */
  readonly fixedConfidence?: boolean;
  /** false: left out of the summary of this table, because nothing in it could be measured. Default: always there. */
  applies?(table: Table): boolean;
  measure(view: View): Estimate;
  /** How it would be measured had trials without a result passed (1) or failed (0). Absent: that cannot be said. */
  readonly supposable?: Supposable;
}

export interface Supposable {
  /** What a trial counts, 0…1; NaN: nothing, because it was not measured. */
  trialValue(table: Table): (slot: number) => number;
  measureBy(view: View, trialValue: (slot: number) => number): Estimate;
}

/** Metrics whose names hold an id or a level. */
export interface MetricFamily extends MetricDescription {
  /** The metric of that id; any id makes one, whether the run has it or not. */
  make(id: string): MetricDefinition;
  /** Ids that a table has. */
  ids(table: Table): readonly string[];
  /** Ids that make a metric; default: any. */
  accepts?(id: string): boolean;
  /** Ids to suggest for a mistyped one. */
  readonly examples?: readonly string[];
}
