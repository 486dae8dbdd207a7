import type { ViewerCase } from "../../../domain/viewer.ts";
import { expectedText } from "./dataset-line.ts";
import type { CaseAnswers } from "./load-case.ts";

/** The name of the expected value among the sides of a difference; no candidate is called so. */
export const EXPECTED_SIDE = "@expected";

export interface DiffSide {
  readonly name: string;
  /** null: it gave no answer. */
  readonly text: string | null;
}

/** What can be held against each other on a case. */
export function diffSides(found: ViewerCase, answers: readonly CaseAnswers[], repeat: number): readonly DiffSide[] {
  const { expected } = found.case;
  const sides = answers.map(({ label, trials }) => {
    const output = trials.find((trial) => trial.repeat === repeat)?.output;
    return { name: label, text: output?.status === "ok" ? output.answer.text : null };
  });
  return expected === undefined ? sides : [{ name: EXPECTED_SIDE, text: expectedText(expected) }, ...sides];
}

/** The two that an address names; where it does not: expected, or the reference, and the first other. */
export function chosenSides(
  sides: readonly DiffSide[],
  a: string | null,
  b: string | null,
  reference: string,
): readonly [DiffSide, DiffSide] | null {
  const named = (name: string | null) => sides.find((side) => side.name === name);
  const first =
    named(a) ?? sides.find(({ name }) => name === EXPECTED_SIDE && name !== b) ?? named(reference) ?? sides[0];
  const second = named(b) ?? sides.find((side) => side !== first && side.name !== EXPECTED_SIDE);
  return first === undefined || second === undefined ? null : [first, second];
}
