import type {
  ConstraintCost,
  ConstraintResult,
  SelectionConstraint,
  SelectionDifference,
} from "../../domain/selection.ts";
import type { Choice } from "./choose.ts";

export interface CostFacts {
  readonly names: readonly string[];
  readonly constraints: readonly SelectionConstraint[];
  /** By contender, by constraint. */
  readonly results: readonly (readonly (ConstraintResult | null)[])[];
  readonly unusable: readonly boolean[];
  readonly answer: Choice;
  readonly choose: (eligible: readonly number[]) => Choice;
  readonly differ: (a: number, b: number) => SelectionDifference;
}

/** What each constraint costs: who would be the answer without it, and how much better it would be. */
export function constraintCosts(facts: CostFacts): ConstraintCost[] {
  const { answer, names, results, unusable } = facts;
  return facts.constraints.map(({ text }, left): ConstraintCost => {
    const eligible = names.flatMap((_, id) => {
      const meets = (results[id] ?? []).every(
        (result, at) => at === left || result === null || result.standing === "meets",
      );
      return meets && unusable[id] !== true ? [id] : [];
    });
    const other = facts.choose(eligible);
    const ids = other.chosen === null ? other.front : [other.chosen];
    const without = ids.map((id) => names[id] ?? "");
    const before = answer.chosen === null ? answer.front : [answer.chosen];
    if (ids.length === 0) return { constraint: text, costs: "nobody", without, asCheaper: false, difference: null };
    if (ids.join() === before.join())
      return { constraint: text, costs: "nothing", without, asCheaper: false, difference: null };
    const difference =
      answer.chosen === null || other.chosen === null ? null : facts.differ(other.chosen, answer.chosen);
    return { constraint: text, costs: "another", without, asCheaper: other.chosen !== other.best, difference };
  });
}
