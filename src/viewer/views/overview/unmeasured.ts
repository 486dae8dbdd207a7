import type { CandidateSummary } from "../../../domain/summary.ts";

/** Something that is in no accuracy, or in no sum, and why. */
export interface Unmeasured {
  readonly candidate: string;
  readonly what: "errored" | "ungraded" | "missing" | "skipped" | "unknown price";
  readonly count: number | null;
  readonly why: string;
}

/** What was not measured, candidate by candidate; nothing where all was. */
export function unmeasured(candidates: readonly CandidateSummary[]): readonly Unmeasured[] {
  return candidates.flatMap(({ id, errors, ungradedReasons, trials, metrics }) => {
    const rows: Omit<Unmeasured, "candidate">[] = [
      ...byCount(errors).map(([why, count]) => ({ what: "errored" as const, count, why })),
      ...rest(trials.errored, errors).map((count) => ({ what: "errored" as const, count, why: "of unknown kind" })),
      ...byCount(ungradedReasons).map(([why, count]) => ({ what: "ungraded" as const, count, why })),
      ...rest(trials.ungraded, ungradedReasons).map((count) => ({
        what: "ungraded" as const,
        count,
        why: "for other reasons",
      })),
      ...(trials.missing > 0
        ? [{ what: "missing" as const, count: trials.missing, why: "planned, without a result" }]
        : []),
      ...((trials.skipped ?? 0) > 0
        ? [
            {
              what: "skipped" as const,
              count: trials.skipped ?? 0,
              why: "left out on purpose: the candidate was stopped early",
            },
          ]
        : []),
      ...(metrics.cost_per_case_usd?.method === "unknown-price"
        ? [{ what: "unknown price" as const, count: null, why: "its cost is unknown, not nothing" }]
        : []),
    ];
    return rows.map((row) => ({ candidate: id, ...row }));
  });
}

function byCount(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a);
}

/** Those whose reason is not among the most frequent. */
function rest(total: number, counts: Readonly<Record<string, number>>): readonly number[] {
  const left = total - Object.values(counts).reduce((sum, count) => sum + count, 0);
  return left > 0 ? [left] : [];
}
