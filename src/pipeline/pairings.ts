import type { Baseline, Pairing } from "../domain/comparison.ts";
import type { RunManifest } from "../domain/run.ts";
import type { GateFacts, PairingOf } from "../gate/judge-requirements.ts";
import { pairUp } from "../measure/compare/pair-up.ts";
import { type Side, type SideSource, sidesOfBaseline, sidesOfTable } from "../measure/compare/side.ts";
import { supposedSide } from "../measure/compare/supposed-side.ts";
import type { Table } from "../measure/table.ts";

export const NO_BASELINE = "no baseline: evals baseline save latest";

export function sourceOf({ runId, digests, contentDigests }: RunManifest): SideSource {
  return { label: runId, dataset: digests.dataset, graders: contentDigests?.graders ?? null };
}

export interface PairedRun {
  readonly table: Table;
  readonly manifest: RunManifest;
  readonly baseline: Baseline | null;
  /** How many cases of the run order a candidate's verdict rests on; undefined: all. */
  readonly casesOf: (candidate: string) => number | undefined;
  /** Whether nothing that could count is missing beyond them. */
  readonly completeOf: (candidate: string) => boolean;
}

/** A run's candidates beside their baseline, and beside each other, as the gate asks for them. */
export function pairingsOf(run: PairedRun): Pick<GateFacts, "pairing" | "measured"> & {
  /** A candidate of the run; with `against` whom it is compared with (null: itself in the baseline). */
  readonly sideOf: (candidate: string, against?: string | null) => Side | undefined;
} {
  const { table, manifest, baseline, casesOf, completeOf } = run;
  const sides = new Map(sidesOfTable(table, { source: sourceOf(manifest) }).map((side) => [side.candidate, side]));
  const then = new Map(
    (baseline === null ? [] : sidesOfBaseline(baseline)).map((side) => [side.candidate, side] as const),
  );
  const within = (candidate: string) => {
    const cases = casesOf(candidate);
    return cases === undefined ? {} : { cases };
  };
  const measured: GateFacts["measured"] = (metric, candidate, slice) => {
    const side = sides.get(candidate);
    const self = side === undefined ? null : pairUp(side, side, metric, { slice, ...within(candidate) });
    return self?.status === "paired" ? self.values.ids.length : 0;
  };
  const otherSide = (candidate: string, against: string | null): Side | string => {
    if (against !== null) return sides.get(against) ?? `${against} is not in this run: nothing to compare with`;
    if (baseline === null) return NO_BASELINE;
    return then.get(candidate) ?? `${NO_BASELINE} (the baseline, ${baseline.runId}, does not have ${candidate})`;
  };
  function pairing(metric: string, candidate: string, slice: string | null, against: string | null): Pairing;
  function pairing(...asked: [...Parameters<PairingOf>, "failed" | "passed"]): Pairing | null;
  function pairing(
    metric: string,
    candidate: string,
    slice: string | null,
    against: string | null,
    as?: "failed" | "passed",
  ): Pairing | null {
    const own = sides.get(candidate);
    if (own === undefined) return { status: "none", reason: `${candidate} is not in this run` };
    const other = otherSide(candidate, against);
    if (typeof other === "string") return { status: "none", reason: other };
    const which = as === "failed" ? "errored" : "unmeasured";
    const side = as === undefined ? own : supposedSide(own, table, metric, { as, which });
    if (side === null) return null;
    // What is still missing, anywhere in the run, could undo a failure.
    const whole = as === "passed" && !completeOf(candidate);
    const found = pairUp(side, other, metric, { slice, ...(whole ? {} : within(candidate)) });
    if (found.status === "paired" || against !== null) return found;
    const lacking = other.column(metric).status === "measured" && measured(metric, candidate, slice) > 0;
    return lacking ? { ...found, reason: `${NO_BASELINE} (${found.reason})` } : found;
  }
  const sideOf = (candidate: string, against?: string | null) =>
    against === undefined ? sides.get(candidate) : against === null ? then.get(candidate) : sides.get(against);
  return { measured, pairing, sideOf };
}
