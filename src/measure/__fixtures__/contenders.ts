import { sidesOfTable } from "../compare/side.ts";
import type { CaseFacts } from "../case-facts.ts";
import type { Contender } from "../select/contender.ts";
import { finishedCases } from "../select/finished-cases.ts";
import { readConstraint } from "../select/read-constraint.ts";
import { type SelectionInput, type Selected, selectCandidate } from "../select/select-candidate.ts";
import { sharedCases } from "../select/shared-columns.ts";
import type { Table } from "../table.ts";
import { cases, emptyTable, output, score } from "./rows.ts";

export interface Behaviour {
  readonly right: (index: number) => boolean;
  readonly latencyMs?: (index: number) => number;
  readonly costUsd?: number | null;
  readonly errs?: (index: number) => boolean;
  /** How many cases it has lines of; default: all. */
  readonly done?: number;
}

/** A table of candidates by what they do with a case. */
export async function tableOf(
  n: number,
  candidates: Readonly<Record<string, Behaviour>>,
  facts: (index: number) => Partial<CaseFacts> = () => ({}),
): Promise<Table> {
  const table = await emptyTable({ candidates: Object.keys(candidates), cases: cases(n, facts) });
  for (const [candidate, { right, latencyMs, costUsd, errs, done = n }] of Object.entries(candidates)) {
    for (let index = 0; index < done; index++) {
      const caseId = `c${index}`;
      const error = errs?.(index) ? ({ error: "timeout" } as const) : {};
      table.addOutput(output({ caseId, candidate, latencyMs: latencyMs?.(index) ?? 100, costUsd: costUsd ?? null, ...error }));
      if (!errs?.(index)) table.addScore(score({ caseId, candidate, grade: right(index) }));
    }
  }
  return table;
}

export function contendersOf(table: Table, names?: readonly string[], unpriced: readonly string[] = []): Contender[] {
  return sidesOfTable(table, names === undefined ? {} : { names }).map((side, at) => ({
    name: side.name,
    runId: "run",
    candidate: side.candidate,
    table,
    side,
    priced: !unpriced.includes(side.candidate),
    finished: finishedCases(table, at),
    unusable: null,
  }));
}

/** Selects with constraints as a user writes them. */
export function selectFrom(
  contenders: readonly Contender[],
  require: readonly string[] = [],
  more: Partial<SelectionInput> = {},
): Selected {
  const constraints = require.flatMap((text) => {
    const read = readConstraint(text, []);
    if (read.status === "wrong") throw new Error(read.message);
    return [read.constraint];
  });
  const shared = sharedCases(contenders);
  const casesNeeded = () => 4_711;
  return selectCandidate({ contenders, shared, constraints, objectives: [], epsilon: 0.01, seed: 1, casesNeeded, ...more });
}

