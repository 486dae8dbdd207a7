import type { Comparison } from "../../../domain/summary.ts";
import type { ViewerListItem, ViewerRun } from "../../../domain/viewer.ts";
import type { Change } from "../cases/case-filter.ts";
import { type CaseIndex, indexOf } from "../cases/case-index.ts";
import { countChanges } from "../cases/count-outcomes.ts";
import { sideOf } from "../cases/filter-cases.ts";
import { orderOf } from "../cases/sort-cases.ts";
import type { RunPlace } from "../registry.ts";
import { joinColumns } from "./join-columns.ts";
import { comparisonsOf } from "./pair-comparisons.ts";
import { readSide, readSides } from "./sides.ts";

/** Sides held against one. */
export interface LoadedComparison {
  readonly run: ViewerRun;
  /** Whom the others are compared with, as the address names it; null: there is nobody. */
  readonly base: string | null;
  readonly others: readonly ComparedSide[];
  /** Runs of the same suite, which have sides too; empty in a file. */
  readonly runs: readonly ViewerListItem[];
}

export interface ComparedSide {
  readonly label: string;
  readonly comparisons: readonly Comparison[];
  /** The two sides as its two candidates, the base first; null: one of them is not there. */
  readonly index: CaseIndex | null;
  /** null: as `index`. */
  readonly counts: Readonly<Record<Change, number>> | null;
  readonly unshared: number;
  readonly changed: number;
  /** Why there are no figures; null: there are. */
  readonly trouble: string | null;
}

const MOST_BY_ITSELF = 4;

/** Whom an address compares: where it does not say, the reference with all others, unless they are many. */
export function comparedSides(query: URLSearchParams, names: readonly string[], reference: string) {
  const base = query.get("a") ?? (names.includes(reference) ? reference : (names[0] ?? null));
  const asked = readSides(query.get("b")).filter((side) => side !== base);
  const all = names.filter((name) => name !== base);
  return { base, others: asked.length > 0 ? asked : all.slice(0, all.length <= MOST_BY_ITSELF ? MOST_BY_ITSELF : 1) };
}

export async function loadComparison(place: RunPlace): Promise<LoadedComparison> {
  const { source, home, route } = place;
  const [run, columns, listed] = await Promise.all([source.run(), source.columns(), home.server?.runs() ?? []]);
  const names = columns.candidates.map(({ candidate }) => candidate);
  const { base, others } = comparedSides(route.query, names, run.manifest.reference);
  const runs = listed.filter(({ suite, runId }) => suite === run.manifest.suite && runId !== place.run);
  if (base === null) return { run, base, others: [], runs };
  const own = indexOf(columns, run.summary);
  return { run, base, others: await Promise.all(others.map((other) => loadSide(place, run, own, base, other))), runs };
}

async function loadSide(
  place: RunPlace,
  run: ViewerRun,
  own: CaseIndex,
  base: string,
  label: string,
): Promise<ComparedSide> {
  const [a, b] = [base, label].map((text) => readSide(text, place.run, own.names));
  if (a === undefined || b === undefined) return nothing(label, "there is no such side");
  const { server } = place.home;
  const within = a.run === place.run && b.run === place.run;
  const stated = within ? comparisonsOf(run, base, label) : [];
  try {
    const more = server === null ? [] : await server.compare(a, b);
    const known = new Set(stated.map(({ metric }) => metric));
    const comparisons = [...stated, ...more.filter(({ metric }) => !known.has(metric))];
    if (within) return { ...nothing(label, null), comparisons, ...counted(twoOf(own, base, label)) };
    if (server === null) return nothing(label, "other runs can be compared with `evals view` alone");
    const sides = await Promise.all(
      [a, b].map(async ({ run: runId, candidate }, at) => ({
        columns: await place.home.source(runId).columns(),
        candidate,
        label: at === 0 ? base : label,
      })),
    );
    const joined = joinColumns(sides);
    if (joined === null) return nothing(label, "one of the runs has no such candidate");
    const { columns, unshared, changed } = joined;
    return { label, comparisons, ...counted(indexOf(columns, null)), unshared, changed, trouble: null };
  } catch (error) {
    return nothing(label, error instanceof Error ? error.message : String(error));
  }
}

function nothing(label: string, trouble: string | null): ComparedSide {
  return { label, comparisons: [], index: null, counts: null, unshared: 0, changed: 0, trouble };
}

/** The table of a pair shows the pair. */
function twoOf(index: CaseIndex, a: string, b: string): CaseIndex | null {
  const sides = [sideOf(index, a), sideOf(index, b)].filter((side) => side !== null);
  return sides.length < 2 ? null : { ...index, candidates: sides, names: [a, b] };
}

function counted(index: CaseIndex | null): Pick<ComparedSide, "index" | "counts"> {
  const [a, b] = index?.candidates ?? [];
  if (index === null || a === undefined || b === undefined) return { index, counts: null };
  return { index, counts: countChanges(a, b, orderOf(index, "run")) };
}
