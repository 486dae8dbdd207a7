import type { SelectionConstraint, SelectionObjective } from "../../domain/selection.ts";
import { REPLICATES } from "../../stats/bootstrap-replicates.ts";
import type { Choice } from "./choose.ts";
import type { Contender } from "./contender.ts";
import type { SharedCases } from "./shared-columns.ts";

export interface NoteFacts {
  readonly contenders: readonly Contender[];
  readonly shared: SharedCases;
  readonly constraints: readonly SelectionConstraint[];
  readonly front: readonly SelectionObjective[];
  readonly answer: Choice;
  readonly replicates: number;
  /** By contender; NaN: unknown. */
  readonly costs: readonly number[];
}

/** Below this a resampled p99 says little. */
const ENOUGH_FOR_P99 = 1_000;
/** With so many candidates the best one is the luckiest, too. */
const ENOUGH_FOR_A_CURSE = 3;

/** What a reader must know before acting on a selection. */
export function selectionNotes(facts: NoteFacts): string[] {
  const { contenders, shared, constraints, front, answer, replicates, costs } = facts;
  const count = (n: number) => n.toLocaleString("en");
  const notes: string[] = [];
  if (constraints.length === 0) notes.push("no constraint is stated: --require 'accuracy>=0.9' adds one");
  if (answer.chosen !== null && contenders.length >= ENOUGH_FOR_A_CURSE)
    notes.push(
      `${contenders[answer.chosen]?.name} was picked for its figures among ${contenders.length}, so they are optimistic: measure it again on fresh cases before you rely on them`,
    );
  const unpriced = answer.equals.filter(({ id }) => Number.isNaN(costs[id] ?? Number.NaN)).map(({ id }) => id);
  const all =
    answer.best !== null && Number.isNaN(costs[answer.best] ?? Number.NaN) ? [answer.best, ...unpriced] : unpriced;
  if (answer.equals.length > 0 && all.length > 0)
    notes.push(
      `what ${all.map((id) => contenders[id]?.name).join(", ")} costs is unknown: the cheapest of the equal ones may be another`,
    );
  if (contenders.some(({ table }) => table.caseCount > shared.count))
    notes.push(`what is said of two candidates rests on the ${count(shared.count)} cases that all of them have`);
  if (shared.changed > 0)
    notes.push(`${count(shared.changed)} cases of the same id have changed between the runs and are left out`);
  for (const { name, finished, table, unusable } of contenders)
    if (unusable === null && finished < table.caseCount)
      notes.push(`${name} rests on the first ${count(finished)} of ${count(table.caseCount)} cases, in run order`);
  if (front.some(({ metric }) => metric.includes("_p99_")) && shared.count < ENOUGH_FOR_P99)
    notes.push(`a resampled p99 of ${count(shared.count)} cases says little: p95 is the better axis`);
  if (replicates > 0 && replicates < REPLICATES) notes.push(`probabilities rest on ${count(replicates)} resamples`);
  return notes;
}
