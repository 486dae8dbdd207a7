import type { Requirement } from "../../domain/suite.ts";
import type { RequirementResult } from "../../domain/summary.ts";
import { eliminationCheckpoint } from "../../stats/elimination-checkpoint.ts";
import { accuracyValues } from "../metrics/quality.ts";
import type { Table } from "../table.ts";
import { allCases, viewOf } from "../view.ts";
import { judgedWhen, requirementsOf } from "./scope.ts";

export interface LookFacts {
  readonly requirements: readonly Requirement[];
  /** As judged on the cases of the look with its bound, for every requirement and candidate. */
  readonly results: readonly RequirementResult[];
  /** Those still in. */
  readonly active: readonly string[];
  /** Candidates that others are compared with. */
  readonly needed: ReadonlySet<string>;
  /** Those of too many errors for a verdict to count: they go on. */
  readonly unfit: ReadonlySet<string>;
}

export interface Decided {
  readonly candidate: string;
  readonly why: string;
}

/**
 * Whose verdicts are all there at a look. What decides counts; who has nothing that decides stops when what informs is
 * decided. When nothing that decides is open any more all stop, and until then those that others are compared with stay.
 */
export function decidedAt({ requirements, results, active, needed, unfit }: LookFacts): Decided[] {
  const decided = new Set(active.filter((candidate) => !unfit.has(candidate) && isDecided(candidate)));
  const deciders = active.filter((candidate) => results.some((one) => one.candidate === candidate && one.decides));
  const all = decided.size > 0 && deciders.every((candidate) => decided.has(candidate));
  return active
    .filter((candidate) => all || (decided.has(candidate) && !needed.has(candidate)))
    .map((candidate) => ({
      candidate,
      why: decided.has(candidate) ? "its requirements are decided" : "everything that decides is decided",
    }));

  function isDecided(candidate: string): boolean {
    const own = results.filter((one) => one.candidate === candidate);
    const decides = own.some((one) => one.decides);
    const concerned = requirementsOf(requirements, candidate);
    const open = concerned.filter((requirement) => judgedWhen(requirement) !== "fact");
    if (open.length === 0) return false;
    return open.every((requirement) => {
      const found = own.find((one) => isOf(one, requirement));
      if (found === undefined || (decides && !found.decides)) return true;
      return judgedWhen(requirement) === "at looks" && found.verdict !== "undecided";
    });
  }
}

function isOf(result: RequirementResult, { metric, slice, against, bound }: Requirement): boolean {
  return result.metric === metric && result.slice === slice && result.against === against && result.bound === bound;
}

export interface Dropped {
  readonly candidate: string;
  readonly leader: string;
}

/** Which racers are shown to pass fewer cases than the one that leads (see `eliminationCheckpoint`). */
export function droppedAt(
  table: Table,
  racers: readonly string[],
  active: readonly string[],
  cases: number,
  alpha: number,
): Dropped[] {
  const scores = racers.map((candidate) => {
    const row = new Float64Array(cases).fill(Number.NaN);
    const view = viewOf(table, table.candidates.indexOf(candidate), allCases(table, cases), true);
    const passed = accuracyValues(view);
    for (const [i, index] of passed.cases.entries()) row[index] = passed.values[i] ?? Number.NaN;
    return row;
  });
  const still = racers.flatMap((candidate, index) => (active.includes(candidate) ? [index] : []));
  return eliminationCheckpoint(scores, still, cases, alpha).map(({ candidate, leader }) => ({
    candidate: racers[candidate] ?? "",
    leader: racers[leader] ?? "",
  }));
}
