import type { Candidate } from "../domain/suite.ts";

/** What a run will do: cases in their order, every candidate on each, every repeat. */
export interface Plan {
  readonly candidates: readonly Candidate[];
  readonly repeats: number;
  /** Cases in run order. */
  readonly caseCount: number;
  /** Positions in the dataset. */
  readonly order: Uint32Array;
  readonly seed: number;
}

export function plannedTrials(plan: Plan): number {
  return plan.caseCount * plan.candidates.length * plan.repeats;
}

export function trialId(caseId: string, candidate: string, repeat: number): string {
  return `${caseId}/${candidate}/${repeat}`;
}
