import type { Baseline, BaselineRow } from "../../domain/comparison.ts";
import { digestNumber } from "../case-digest.ts";
import type { Table } from "../table.ts";
import { TrialIndex } from "../trial-index.ts";
import { baselineColumn } from "./baseline-column.ts";
import { columnOf } from "./column-of.ts";
import type { SideColumn } from "./side-column.ts";

/** What a side's numbers were made of: what differs between two sides is worth a warning. */
export interface SideSource {
  /** As messages name it: `the baseline`, a run's id. */
  readonly label: string;
  readonly dataset: string;
  /** Digest by grader id; null: not known. */
  readonly graders: Readonly<Record<string, string>> | null;
}

/** One candidate of a run or of a baseline, a number per case and metric: half of a paired comparison. */
export interface Side {
  /** As comparisons name it: the candidate, or `baseline:<candidate>`. */
  readonly name: string;
  readonly candidate: string;
  readonly repeats: number;
  /** Ids of its cases, each once. Sides of one table hold the same list. */
  readonly ids: readonly string[];
  /** The first 48 bits of each case's digest; 0: not known. */
  readonly digests: Float64Array;
  /** Position of a case; -1: it has none of this id. */
  readonly positionOf: (id: string) => number;
  readonly clusters: Int32Array | null;
  readonly weights: Float64Array | null;
  /** Slice -> positions, ascending; null: a baseline does not keep them. */
  readonly slices: ReadonlyMap<string, Uint32Array> | null;
  /** Its numbers are rounded as in a baseline file. */
  readonly rounded: boolean;
  /** null: not known. */
  readonly source: SideSource | null;
  column(metric: string): SideColumn;
}

/** A side per candidate of a table, in its order. Names are the candidates' unless told. */
export function sidesOfTable(
  table: Table,
  options: { readonly names?: readonly string[]; readonly source?: SideSource } = {},
): Side[] {
  const { ids, digests, clusters, weights, slices } = table.cases;
  const positionOf = lookUp(ids);
  return table.candidates.map((candidate, index) => ({
    name: options.names?.[index] ?? candidate,
    candidate,
    repeats: table.repeats,
    ids,
    digests,
    positionOf,
    clusters,
    weights,
    slices,
    rounded: false,
    source: options.source ?? null,
    column: (metric) => columnOf(table, index, metric),
  }));
}

/** A side per candidate of a baseline, named `baseline:<candidate>`, in the order of their ids. */
export function sidesOfBaseline(baseline: Baseline): Side[] {
  const groups = new Map<string, BaselineRow[]>();
  for (const row of baseline.rows) {
    const rows = groups.get(row.candidate);
    if (rows === undefined) groups.set(row.candidate, [row]);
    else rows.push(row);
  }
  const source: SideSource = {
    label: "the baseline",
    dataset: baseline.digests.dataset,
    graders: Object.keys(baseline.graders).length === 0 ? null : baseline.graders,
  };
  return [...groups.keys()].sort().map((candidate) => {
    const rows = groups.get(candidate) ?? [];
    const ids = rows.map(({ caseId }) => caseId);
    return {
      name: `baseline:${candidate}`,
      candidate,
      repeats: baseline.repeats,
      ids,
      digests: Float64Array.from(rows, ({ digest }) => digestNumber(digest)),
      positionOf: lookUp(ids),
      clusters: null,
      weights: null,
      slices: null,
      rounded: true,
      source,
      column: (metric) => baselineColumn(rows, metric),
    };
  });
}

/** Made at the first question: sides of one table never ask. */
function lookUp(ids: readonly string[]): (id: string) => number {
  let index: TrialIndex | null = null;
  return (id) => {
    index ??= new TrialIndex(ids, [""]);
    return index.slotOf(id);
  };
}
