import type { ViewerRun } from "../../../domain/viewer.ts";
import { type Domain, linearDomain, logDomain, wantsLog } from "../../charts/axis-domain.ts";
import type { StepCurve } from "../../charts/step-curves.tsx";

/** More curves than this at once are told apart by nobody. */
const MOST_SHOWN = 8;

export interface LatencyCurves {
  /** With a distribution to show, in the suite's order. */
  readonly all: readonly StepCurve[];
  readonly domain: Domain;
  readonly log: boolean;
}

export function latencyCurves({ curves, summary }: ViewerRun): LatencyCurves {
  const all = summary.candidates.flatMap(({ id }, look) => {
    const found = curves.find(({ candidate }) => candidate === id);
    return found === undefined || found.points.length < 2 ? [] : [{ name: id, look, points: found.points }];
  });
  // A recorded 0 has no place on a logarithmic axis: it is drawn at its left end.
  const times = all.flatMap(({ points }) => points.map(([ms]) => ms).filter((ms) => ms > 0));
  const log = wantsLog(times, 5);
  return { all, domain: log ? logDomain(times) : linearDomain(times, 0.03), log };
}

/**
 * Whose curves are drawn before anybody chooses: all, or, of many, the reference, those on a Pareto front and then the
 * most accurate.
 */
export function firstShown({ all }: LatencyCurves, { fronts, manifest, summary }: ViewerRun): readonly string[] {
  if (all.length <= MOST_SHOWN) return all.map(({ name }) => name);
  const best = [...summary.candidates].sort(
    (a, b) => (b.metrics.accuracy?.value ?? -1) - (a.metrics.accuracy?.value ?? -1),
  );
  const wanted = new Set([
    manifest.reference,
    ...fronts.flatMap(({ candidates }) => candidates),
    ...best.map(({ id }) => id),
  ]);
  return [...wanted].filter((id) => all.some(({ name }) => name === id)).slice(0, MOST_SHOWN);
}
