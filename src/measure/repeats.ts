import { OUTCOMES, outcomesOf } from "./outcomes.ts";
import type { Table } from "./table.ts";
import type { CaseValues, View } from "./view.ts";

/** 1 for a trial that passed, 0 for one that failed, NaN for all others. */
export function passValue(table: Table): (slot: number) => number {
  const outcomes = outcomesOf(table);
  return (slot) => (outcomes[slot] === OUTCOMES.passed ? 1 : outcomes[slot] === OUTCOMES.failed ? 0 : Number.NaN);
}

/** A number per case from how many of its repeats were graded (n) and passed (c); NaN leaves the case out. */
export function caseTallies(
  view: View,
  trialValue: (slot: number) => number,
  of: (n: number, c: number) => number,
): CaseValues {
  const values = new Float64Array(view.cases.length);
  const cases = new Uint32Array(view.cases.length);
  let found = 0;
  for (const caseIndex of view.cases) {
    const first = view.table.slotOf(caseIndex, view.candidate);
    let [n, c] = [0, 0];
    for (let slot = first; slot < first + view.table.repeats; slot++) {
      const value = trialValue(slot);
      if (Number.isNaN(value)) continue;
      n += 1;
      c += value;
    }
    const value = of(n, c);
    if (Number.isNaN(value)) continue;
    values[found] = value;
    cases[found] = caseIndex;
    found += 1;
  }
  return { values: values.subarray(0, found), cases: cases.subarray(0, found) };
}

const MOST_IDS = 1_000;

/** Cases whose repeats disagree on pass or fail; null where every trial is done once. */
export function flakyCases(view: View): { count: number; of: number; cases: string[] } | null {
  const { table } = view;
  if (table.repeats < 2) return null;
  const { values, cases } = caseTallies(view, passValue(table), (n, c) =>
    n < 2 ? Number.NaN : c > 0 && c < n ? 1 : 0,
  );
  const flaky = cases.filter((_, i) => values[i] === 1);
  const ids = Array.from(flaky.subarray(0, MOST_IDS), (index) => table.cases.ids[index] ?? "");
  return { count: flaky.length, of: cases.length, cases: ids };
}
