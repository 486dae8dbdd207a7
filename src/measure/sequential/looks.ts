import { groupSequentialLooks } from "../../stats/group-sequential-looks.ts";
import { CHECKPOINTS } from "../../stats/successive-elimination.ts";

/** How many looks, and the error that all of them together may make. */
export interface LookPlan {
  readonly looks: number;
  /** Two-sided for an interval, one-sided for either side of a comparison with a baseline. */
  readonly alpha: number;
}

export const STOP_EARLY: LookPlan = { looks: 5, alpha: 0.05 };

/** One look at the first cases of the run order. */
export interface CaseLook {
  /** From 1. */
  readonly look: number;
  readonly of: number;
  readonly cases: number;
  /** Of the repeated interval: it holds at whichever look a run stops. */
  readonly confidence: number;
  /** What a one-sided p is compared with at this look. */
  readonly nominalP: number;
}

/**
 * O'Brien and Fleming's looks at even shares of the cases. With fewer cases than looks some fall together: then the
 * later one counts, and a look that is left out can only make fewer errors.
 * Approximate where a case is not a unit of information: the looks of a slice, of clusters and of weighted cases are at
 * even shares of the cases, and only about even ones of what they say.
 */
export function planLooks(cases: number, { looks, alpha }: LookPlan): CaseLook[] {
  const intervals = groupSequentialLooks(looks, alpha / 2);
  const tests = groupSequentialLooks(looks, alpha);
  const planned = intervals.map(({ confidence }, k) => ({
    look: k + 1,
    of: looks,
    cases: Math.ceil((cases * (k + 1)) / looks),
    confidence,
    nominalP: tests[k]?.nominalP ?? 0,
  }));
  return planned.filter((look, k) => look.cases > 0 && planned[k + 1]?.cases !== look.cases);
}

/** Fewer cases than this between two checkpoints tell nobody apart, and would hold up the calls. */
const LEAST_BETWEEN = 16;

/** Where a race of candidates is looked at: 20 times, with so few cases less often. The bound holds for any number. */
export function raceCheckpoints(cases: number): number[] {
  const checkpoints = Math.max(1, Math.min(CHECKPOINTS, Math.floor(cases / LEAST_BETWEEN)));
  return Array.from({ length: checkpoints }, (_, k) => Math.ceil((cases * (k + 1)) / checkpoints));
}
