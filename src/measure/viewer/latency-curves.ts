import type { LatencyCurve } from "../../domain/viewer.ts";
import { roundShownLatency } from "../compare/rounding.ts";
import type { Table } from "../table.ts";

const MOST_POINTS = 200;
/** Where reports print quantiles, and the tail, which evenly spaced ranks would leave to a straight line. */
const EXACT = [0.5, 0.9, 0.95, 0.99, 0.995, 0.999];

/**
 * The distribution of each candidate's latency: of answered trials, as the quantiles of the summary.
 * @param ends the first so many cases count, by candidate in the table's order; undefined: all
 */
export function latencyCurves(table: Table, ends: readonly (number | undefined)[] = []): LatencyCurve[] {
  return table.candidates.map((candidate, at) => {
    const sorted = latenciesOf(table, at, ends[at] ?? table.caseCount).sort();
    return { candidate, n: sorted.length, points: curve(sorted) };
  });
}

function latenciesOf(table: Table, candidate: number, cases: number): Float64Array {
  const found = new Float64Array(cases * table.repeats);
  let n = 0;
  for (let index = 0; index < cases; index++) {
    const first = table.slotOf(index, candidate);
    for (let slot = first; slot < first + table.repeats; slot++) {
      const ms = table.latencyMs[slot] ?? Number.NaN;
      if (!Number.isNaN(ms)) found[n++] = ms;
    }
  }
  return found.subarray(0, n);
}

/** Each value with the share of values up to it. A value stands once, with the share of all that equal it. */
function curve(sorted: Float64Array): [number, number][] {
  const n = sorted.length;
  const points: [number, number][] = [];
  for (const rank of ranksOf(n)) {
    const ms = roundShownLatency(sorted[rank] ?? 0);
    const share = Math.round(((rank + 1) / n) * 1e6) / 1e6;
    const last = points.at(-1);
    if (last !== undefined && last[0] === ms) last[1] = share;
    else points.push([ms, share]);
  }
  return points;
}

/** Ranks to show, ascending: all where they are few; else evenly spaced, with the ends and the quantiles' neighbours. */
function ranksOf(n: number): number[] {
  if (n <= MOST_POINTS) return Array.from({ length: n }, (_, rank) => rank);
  const ranks = new Set(EXACT.flatMap((p) => [Math.floor((n - 1) * p), Math.ceil((n - 1) * p)]));
  const even = MOST_POINTS - ranks.size;
  for (let i = 0; i < even; i++) ranks.add(Math.round((i * (n - 1)) / (even - 1)));
  return [...ranks].sort((a, b) => a - b);
}
