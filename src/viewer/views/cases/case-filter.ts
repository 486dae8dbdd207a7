import { OUTCOME_NAMES, type OutcomeName } from "./case-index.ts";

/** How two sides of a case came out against each other, `b` seen from `a`. */
export const CHANGES = ["improved", "regressed", "both-right", "both-wrong", "equal"] as const;
export type Change = (typeof CHANGES)[number];

export const GRADE_NAMES = ["pass", "fail", "scored", "ungraded"] as const;
export type GradeName = (typeof GRADE_NAMES)[number];

/** What the address says is to be shown. */
export interface CaseFilter {
  /** Looked for in ids, inputs and answers, whatever the case of its letters; "": everything. */
  readonly search: string;
  readonly outcome: OutcomeName | null;
  /** Whom `outcome`, `grader`, `flaky` and `slower` speak of; null: any. */
  readonly candidate: string | null;
  readonly tag: string | null;
  readonly grader: string | null;
  readonly grade: GradeName;
  readonly disagree: boolean;
  readonly flaky: boolean;
  /** Milliseconds; null: any latency. */
  readonly slower: number | null;
  readonly change: Change | null;
  readonly a: string | null;
  readonly b: string | null;
  readonly sort: string;
}

/** Every name that a filter has in an address: a link to a case carries them along. */
export const FILTER_KEYS = [
  "q",
  "outcome",
  "candidate",
  "tag",
  "grader",
  "grade",
  "disagree",
  "flaky",
  "slower",
  "change",
  "a",
  "b",
  "sort",
] as const;

/** An address may be written by hand: what is unknown is left out. */
export function readFilter(query: URLSearchParams): CaseFilter {
  const slower = Number(query.get("slower"));
  return {
    search: (query.get("q") ?? "").trim(),
    outcome: oneOf(OUTCOME_NAMES, query.get("outcome")),
    candidate: query.get("candidate"),
    tag: query.get("tag"),
    grader: query.get("grader"),
    grade: oneOf(GRADE_NAMES, query.get("grade")) ?? "fail",
    disagree: query.get("disagree") === "1",
    flaky: query.get("flaky") === "1",
    slower: Number.isFinite(slower) && slower > 0 ? slower : null,
    change: oneOf(CHANGES, query.get("change")),
    a: query.get("a"),
    b: query.get("b"),
    sort: query.get("sort") ?? "run",
  };
}

/** The filter of an address with changes, as `href` takes it; null takes a name away. */
export function carried(
  query: URLSearchParams,
  changes: Readonly<Record<string, string | null>> = {},
): Record<string, string | null> {
  const kept = FILTER_KEYS.map((name) => [name, query.get(name)] as const);
  return { ...Object.fromEntries(kept), ...changes };
}

/** How many conditions an address states; sorting is none. */
export function conditionsIn(filter: CaseFilter): number {
  const stated = [
    filter.search !== "",
    filter.outcome !== null,
    filter.candidate !== null && filter.outcome === null && filter.grader === null,
    filter.tag !== null,
    filter.grader !== null,
    filter.disagree,
    filter.flaky,
    filter.slower !== null,
    filter.change !== null,
  ];
  return stated.filter(Boolean).length;
}

function oneOf<T extends string>(known: readonly T[], value: string | null): T | null {
  return known.find((name) => name === value) ?? null;
}
