import { chooseGroups } from "../../measure/choose-groups.ts";
import type { Table } from "../../measure/table.ts";
import type { Shown } from "../../measure/viewer/trial-columns.ts";

/** The cases and trials to show where there is room for so many: cases without a chosen trial are left out. */
export interface ShownCases extends Shown {
  readonly trials: number;
  /** Position among those that are shown; -1: left out. */
  readonly rowOf: (caseIndex: number) => number;
}

export function shownCases(table: Table, most: number, seed: number): ShownCases {
  const candidates = table.candidates.length;
  if (table.trialCount <= most) {
    const cases = Uint32Array.from({ length: table.caseCount }, (_, index) => index);
    return { cases, trials: table.trialCount, has: () => true, rowOf: (index) => index };
  }
  const groups = chooseGroups(table, most, seed);
  const chosen = new Uint8Array(table.caseCount * candidates);
  const rows = new Int32Array(table.caseCount).fill(-1);
  const cases: number[] = [];
  for (const group of groups) {
    chosen[group] = 1;
    const index = Math.floor(group / candidates);
    if ((rows[index] ?? 0) >= 0) continue;
    rows[index] = cases.length;
    cases.push(index);
  }
  return {
    cases: Uint32Array.from(cases),
    trials: groups.length * table.repeats,
    has: (index, candidate) => chosen[index * candidates + candidate] === 1,
    rowOf: (index) => rows[index] ?? -1,
  };
}
