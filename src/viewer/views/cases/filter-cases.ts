import type { CaseFilter, Change, GradeName } from "./case-filter.ts";
import type { CandidateIndex, CaseIndex } from "./case-index.ts";
import { searchPreviews } from "./search-previews.ts";

type Condition = (at: number) => boolean;

/**
 * Which cases a filter keeps: 1 in a mask by case.
 * @param fullText cases that hold the words searched for somewhere in their whole texts, as far as they were read
 */
export function filterCases(index: CaseIndex, filter: CaseFilter, fullText: Uint8Array | null = null): Uint8Array {
  const conditions = conditionsOf(index, filter);
  const found = filter.search === "" ? null : searchPreviews(index.columns, filter.search);
  const mask = new Uint8Array(index.count);
  for (let at = 0; at < index.count; at++) {
    if (found !== null && found[at] !== 1 && fullText?.[at] !== 1) continue;
    if (conditions.every((holds) => holds(at))) mask[at] = 1;
  }
  return mask;
}

function conditionsOf(index: CaseIndex, filter: CaseFilter): readonly Condition[] {
  const asked = index.candidates.filter(
    ({ columns }) => filter.candidate === null || columns.candidate === filter.candidate,
  );
  const any =
    (holds: (candidate: CandidateIndex, at: number) => boolean): Condition =>
    (at) =>
      asked.some((candidate) => holds(candidate, at));
  const conditions: Condition[] = [];
  const { outcome, tag, grader, grade, slower, change } = filter;
  if (outcome !== null) conditions.push(any((candidate, at) => (candidate[outcome][at] ?? 0) > 0));
  if (tag !== null) {
    const wanted = index.columns.tagNames.indexOf(tag);
    conditions.push((at) => index.columns.tags[at]?.includes(wanted) ?? false);
  }
  if (grader !== null) conditions.push(any(gradedSo(grader, grade, index.columns.repeats)));
  if (filter.disagree) conditions.push(disagreement(index.candidates));
  if (filter.flaky) conditions.push(any(isFlaky));
  if (slower !== null) conditions.push(any(({ slowest }, at) => (slowest[at] ?? 0) > slower));
  if (change !== null) {
    const [a, b] = [sideOf(index, filter.a), sideOf(index, filter.b)];
    conditions.push((at) => a !== null && b !== null && changeOf(a, b, at) === change);
  }
  return conditions;
}

export function sideOf(index: CaseIndex, name: string | null): CandidateIndex | null {
  return index.candidates.find(({ columns }) => columns.candidate === name) ?? null;
}

/** Some repeats passed and others failed. */
export function isFlaky({ passed, failed }: CandidateIndex, at: number): boolean {
  return (passed[at] ?? 0) > 0 && (failed[at] ?? 0) > 0;
}

/**
 * How `b` did on a case against `a`, by the share of graded repeats that passed. `equal`: the same share, neither all
 * nor none. null: one of them was not graded there.
 */
export function changeOf(a: CandidateIndex, b: CandidateIndex, at: number): Change | null {
  const [left, right] = [a.share[at] ?? Number.NaN, b.share[at] ?? Number.NaN];
  if (Number.isNaN(left) || Number.isNaN(right)) return null;
  if (right > left) return "improved";
  if (right < left) return "regressed";
  return right === 1 ? "both-right" : right === 0 ? "both-wrong" : "equal";
}

/** Two candidates that were graded did not do alike. */
function disagreement(candidates: readonly CandidateIndex[]): Condition {
  return (at) => {
    let first = Number.NaN;
    for (const { share } of candidates) {
      const value = share[at] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (Number.isNaN(first)) first = value;
      else if (value !== first) return true;
    }
    return false;
  };
}

const GRADE_LETTERS: Readonly<Record<GradeName, string>> = { pass: "p", fail: "f", scored: "s", ungraded: "u" };

function gradedSo(grader: string, grade: GradeName, repeats: number) {
  const letter = GRADE_LETTERS[grade];
  return ({ columns }: CandidateIndex, at: number) => {
    const grades = Object.hasOwn(columns.grades, grader) ? columns.grades[grader] : undefined;
    if (grades === undefined) return false;
    for (let trial = at * repeats; trial < (at + 1) * repeats; trial++) if (grades[trial] === letter) return true;
    return false;
  };
}
