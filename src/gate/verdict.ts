import type { RunStatus } from "../domain/run.ts";
import type { RequirementResult, Summary, Verdict } from "../domain/summary.ts";

/**
 * The verdict of a run: it fails when a deciding requirement fails, passes when all pass, and is at best undecided
 * when the run is not complete.
 */
export function verdictOf(results: readonly RequirementResult[], status: RunStatus): Verdict | "none" {
  const deciding = results.filter((result) => result.decides);
  if (deciding.length === 0) return "none";
  if (deciding.some((result) => result.verdict === "fail")) return "fail";
  if (status !== "complete" || deciding.some((result) => result.verdict !== "pass")) return "undecided";
  return "pass";
}

export const EXIT = {
  ok: 0,
  failed: 1,
  cannotRun: 2,
  undecided: 3,
  incomplete: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit code of one run; the printed verdict comes from the same summary. */
export function exitCodeOf(summary: Pick<Summary, "status" | "verdict">, allowUndecided: boolean): number {
  if (summary.verdict === "fail") return EXIT.failed;
  if (summary.status !== "complete") return EXIT.incomplete;
  if (summary.verdict === "undecided") return allowUndecided ? EXIT.ok : EXIT.undecided;
  return EXIT.ok;
}

const PRECEDENCE = [
  EXIT.interrupted,
  EXIT.terminated,
  EXIT.cannotRun,
  EXIT.failed,
  EXIT.incomplete,
  EXIT.undecided,
  EXIT.ok,
] as const;

/** The exit code of several runs: the first of the contract's order. */
export function worstExitCode(codes: readonly number[]): number {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.ok;
}
