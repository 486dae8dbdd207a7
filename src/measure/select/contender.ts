import type { Side } from "../compare/side.ts";
import type { Table } from "../table.ts";

/** A candidate of one of the runs to select from. */
export interface Contender {
  /** As it is told apart from all others. */
  readonly name: string;
  readonly runId: string;
  readonly candidate: string;
  readonly table: Table;
  readonly side: Side;
  /** Whether its price is known. */
  readonly priced: boolean;
  /** How many cases, from the first of the run order on, it has finished. */
  readonly finished: number;
  /** Why nothing can be concluded of it; null: it can be judged. */
  readonly unusable: string | null;
}
