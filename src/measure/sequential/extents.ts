import type { StopEarlyRecord } from "../../domain/run.ts";
import type { Requirement } from "../../domain/suite.ts";
import { GATE_ALPHA } from "../../stats/gate-result.ts";
import { CONFIDENCE } from "../../stats/interval.ts";
import { contiguousPrefix } from "../contiguous-prefix.ts";
import type { Table } from "../table.ts";
import { type CaseLook, planLooks } from "./looks.ts";
import { type Scope, sequentialScope } from "./scope.ts";

/** On which part of a run the figures of a candidate rest, and what they may claim. */
export interface Extent {
  /** The first cases of the run order. */
  readonly cases: number;
  /** Of the intervals of what is judged at looks. */
  readonly confidence: number;
  /** One-sided, of comparisons with a baseline that are judged at looks. */
  readonly alpha: number;
  /** null: the ordinary figures of a run that was planned as it is. */
  readonly look: CaseLook | null;
  /** Nothing that could count is missing: it has gone to the end, or was stopped on purpose. */
  readonly complete: boolean;
  /** Stopped or dropped before the end: what is beyond `cases` was left out on purpose. */
  readonly stopped: boolean;
}

export function needed(requirements: readonly Requirement[], more: readonly string[] = []): ReadonlySet<string> {
  return new Set([...requirements.flatMap(({ against }) => (against === null ? [] : [against])), ...more]);
}

/** The extent of every candidate, in the table's order. @param peers candidates that graders compare with */
export function extentsOf(
  table: Table,
  requirements: readonly Requirement[],
  record: StopEarlyRecord | undefined,
  peers: readonly string[] = [],
): readonly Extent[] {
  const decisions = new Map((record?.decisions ?? []).map((decision) => [decision.candidate, decision]));
  const ends = table.candidates.map((candidate) => decisions.get(candidate)?.cases ?? table.caseCount);
  const prefix = contiguousPrefix(table, ends);
  const scope: Scope | null =
    record === undefined ? null : sequentialScope(requirements, table.candidates, needed(requirements, peers));
  const looks = record === undefined || !scope?.looks ? [] : planLooks(table.caseCount, record);
  const plain = { confidence: CONFIDENCE, alpha: GATE_ALPHA, look: null };
  const at = (look: CaseLook | undefined) =>
    look === undefined ? plain : { confidence: look.confidence, alpha: look.nominalP, look };
  return table.candidates.map((candidate) => {
    const decision = decisions.get(candidate);
    if (decision !== undefined) {
      const look = looks.find(({ look: number }) => number === decision.look);
      return { cases: decision.cases, ...at(look), complete: true, stopped: decision.cases < table.caseCount };
    }
    const complete = prefix === table.caseCount;
    if (complete || looks.length === 0)
      return { cases: prefix, ...at(complete ? looks.at(-1) : undefined), complete, stopped: false };
    // Broken off between two looks: the last one that was reached; before the first, its bound on what is there.
    const reached = looks.findLast(({ cases }) => cases <= prefix);
    return { cases: reached?.cases ?? prefix, ...at(reached ?? looks[0]), complete, stopped: false };
  });
}
