import type { Estimate } from "../domain/estimate.ts";
import type { ConfusionUnit } from "../stats/confusion-bootstrap.ts";
import { wilsonClustered } from "../stats/wilson-clustered.ts";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { noEstimate } from "./estimates.ts";
import { gradeValue } from "./metrics/quality.ts";
import type { Table } from "./table.ts";
import type { View } from "./view.ts";

/** What was expected and what was predicted, a trial each, in run order. Positions of labels, from 0. */
export interface ClassTrials {
  readonly labels: readonly string[];
  readonly count: number;
  readonly cases: Uint32Array;
  readonly expected: Uint8Array;
  /** As many as there are labels: none of them. */
  readonly predicted: Uint8Array;
  /** Shares of their case: the trials of a case add up to 1. */
  readonly shares: Float64Array;
}

/** 1 where the grader that reads the label passed the trial, 0 where it failed it, NaN elsewhere. */
export function labelValue(table: Table): (slot: number) => number {
  const column = table.grades.find(({ facts }) => facts.id === table.roles.label?.grader);
  return column === undefined ? () => Number.NaN : (slot) => gradeValue(table, column, slot);
}

/** null: the expected values of the run are no classes. */
export function classTrials(view: View, trialValue: (slot: number) => number): ClassTrials | null {
  const { table } = view;
  const { labels } = table.cases;
  if (labels === null || table.predicted === null) return null;
  const other = labels.texts.length;
  const most = view.cases.length * table.repeats;
  const cases = new Uint32Array(most);
  const expected = new Uint8Array(most);
  const predicted = new Uint8Array(most);
  const shares = new Float64Array(most);
  let count = 0;
  for (const caseIndex of view.cases) {
    const label = (labels.codes[caseIndex] ?? 0) - 1;
    if (label < 0) continue;
    const first = table.slotOf(caseIndex, view.candidate);
    const from = count;
    for (let slot = first; slot < first + table.repeats; slot++) {
      const value = trialValue(slot);
      if (Number.isNaN(value)) continue;
      const said = (table.predicted[slot] ?? 0) - 1;
      cases[count] = caseIndex;
      expected[count] = label;
      // A grader that failed the right label has found something else wrong with the answer.
      predicted[count] = value === 1 ? label : said < 0 || said === label ? other : said;
      count += 1;
    }
    shares.fill(1 / (count - from), from, count);
  }
  return {
    labels: labels.texts,
    count,
    cases: cases.subarray(0, count),
    expected: expected.subarray(0, count),
    predicted: predicted.subarray(0, count),
    shares: shares.subarray(0, count),
  };
}

/** Rows expected, columns predicted, the last one what is no label; the repeats of a case share its count of 1. */
export function confusionMatrix(trials: ClassTrials): number[][] {
  const { labels, count, expected, predicted, shares } = trials;
  const matrix = labels.map(() => new Array<number>(labels.length + 1).fill(0));
  for (let i = 0; i < count; i++) {
    const row = matrix[expected[i] ?? 0];
    const column = predicted[i] ?? 0;
    if (row !== undefined) row[column] = (row[column] ?? 0) + (shares[i] ?? 0);
  }
  return matrix;
}

/**
 * A share of some trials: Wilson on single answers; with repeats, clusters or weights Wilson on the effective n, over
 * cases. n counts cases.
 * @param hitOf null: the trial is not among them
 */
export function trialShare(
  { table, confidence }: View,
  trials: ClassTrials,
  hitOf: (expected: number, predicted: number) => boolean | null,
): Estimate {
  const { clusters, weights } = table.cases;
  const single = clusters === null && weights === null && table.repeats === 1;
  const values: number[] = [];
  const groups: number[] = [];
  const weighed: number[] = [];
  let [n, last, hits] = [0, -1, 0];
  for (let i = 0; i < trials.count; i++) {
    const hit = hitOf(trials.expected[i] ?? 0, trials.predicted[i] ?? 0);
    if (hit === null) continue;
    const caseIndex = trials.cases[i] ?? 0;
    if (caseIndex !== last) n += 1;
    last = caseIndex;
    if (hit) hits += 1;
    if (single) continue;
    values.push(hit ? 1 : 0);
    groups.push(clusters?.[caseIndex] ?? -1 - caseIndex);
    weighed.push((trials.shares[i] ?? 0) * (weights?.[caseIndex] ?? 1));
  }
  if (n === 0) return noEstimate();
  if (single) return { value: hits / n, ...wilsonInterval(hits, n, confidence), n, method: "wilson" };
  const even = weighed.every((weight) => weight === weighed[0]);
  const { rate, low, high } = wilsonClustered(values, groups, even ? null : weighed, confidence);
  return { value: rate, low, high, n, method: "wilson-neff" };
}

/** What is drawn together, equal ones counted: at most classes × (classes + 1) kinds for single answers. */
export function confusionUnits({ table }: View, trials: ClassTrials): ConfusionUnit[] {
  const { clusters, weights } = table.cases;
  const members = new Map<number, number[]>();
  const kinds = new Map<string | number, ConfusionUnit>();
  const single = clusters === null && weights === null && table.repeats === 1;
  const weightOf = (i: number) => (trials.shares[i] ?? 0) * (weights?.[trials.cases[i] ?? 0] ?? 1);
  const unitOf = (all: readonly number[]): ConfusionUnit => ({
    expected: all.map((i) => trials.expected[i] ?? 0),
    predicted: all.map((i) => trials.predicted[i] ?? 0),
    weights: all.map(weightOf),
    count: 1,
  });
  for (let i = 0; i < trials.count; i++) {
    if (single) {
      addKind(kinds, (trials.expected[i] ?? 0) * 256 + (trials.predicted[i] ?? 0), () => unitOf([i]));
      continue;
    }
    const caseIndex = trials.cases[i] ?? 0;
    const group = clusters?.[caseIndex] ?? -1 - caseIndex;
    const known = members.get(group);
    if (known === undefined) members.set(group, [i]);
    else known.push(i);
  }
  for (const all of members.values()) {
    const key = all.map((i) => `${trials.expected[i]}:${trials.predicted[i]}:${weightOf(i)}`).sort();
    addKind(kinds, key.join(" "), () => unitOf(all));
  }
  return [...kinds.values()];
}

function addKind(kinds: Map<string | number, ConfusionUnit>, key: string | number, make: () => ConfusionUnit): void {
  const known = kinds.get(key);
  if (known === undefined) kinds.set(key, make());
  else known.count += 1;
}
