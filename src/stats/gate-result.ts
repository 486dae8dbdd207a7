import type { Verdict } from "../domain/summary.ts";

/** What a gate against a baseline found: candidate less baseline, above 0 is better, in the units of the score. */
export interface GateResult {
  readonly n: number;
  /** null for no items, or a score that is not finite. */
  readonly difference: number | null;
  /** Of the difference; null where it cannot be had, and for counts (Tango's bounds rest on none). */
  readonly standardError: number | null;
  /** Bounds of the one-sided tests at `alpha`; null: not estimable. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** p of H0 "the candidate is worse by the margin or more"; 1 where nothing can be shown. */
  readonly passP: number;
  /** p of H0 "the candidate is no worse at all"; 1 where nothing can be shown. */
  readonly failP: number;
  readonly verdict: Verdict;
  /** Passed, and shown to be worse all the same: within the margin. */
  readonly warnWorse: boolean;
  readonly method: GateMethod;
}

export type GateMethod = "tango+midp" | "t" | "johnson-t" | "cr1" | "no-spread" | "no-data";

export interface GateOptions {
  /** How much worse still passes, in the units of the score; at least 0. */
  readonly margin: number;
  /** One-sided, for either side; the nominal p of a look where there are several. */
  readonly alpha?: number;
}

export const GATE_ALPHA = 0.05;

/** Non-inferiority first, then regression, else undecided. */
export function gateVerdict(passP: number, failP: number, alpha: number): { verdict: Verdict; warnWorse: boolean } {
  if (passP <= alpha) return { verdict: "pass", warnWorse: failP <= alpha };
  return { verdict: failP <= alpha ? "fail" : "undecided", warnWorse: false };
}

/** Nothing to judge by is never a pass. */
export function gateWithoutData(n: number): GateResult {
  return {
    n,
    difference: null,
    standardError: null,
    lower: null,
    upper: null,
    passP: 1,
    failP: 1,
    verdict: "undecided",
    warnWorse: false,
    method: "no-data",
  };
}
