import type { Baseline, Pairing } from "../domain/comparison.ts";
import type { RunManifest } from "../domain/run.ts";
import type { RequirementResult } from "../domain/summary.ts";
import { type GateFacts, judgeRequirements } from "../gate/judge-requirements.ts";
import { pairUp } from "../measure/compare/pair-up.ts";
import { type Side, type SideSource, sidesOfBaseline, sidesOfTable } from "../measure/compare/side.ts";
import { supposedSide } from "../measure/compare/supposed-side.ts";
import { measureMetric } from "../measure/measure-metric.ts";
import { resolveMetric } from "../measure/metrics/metric-definitions.ts";
import { suppose } from "../measure/suppose.ts";
import type { Table } from "../measure/table.ts";

export const NO_BASELINE = "no baseline: evals baseline save latest";

export interface JudgedRun {
  readonly table: Table;
  readonly manifest: RunManifest;
  /** Whether a candidate's price is known. */
  readonly priced: (candidate: string) => boolean;
  readonly baseline: Baseline | null;
  /** The first n cases of the run order alone; undefined: all. */
  readonly cases: number | undefined;
}

/** The requirements of a run's suite, judged on its figures. */
export function judgeRun(run: JudgedRun): readonly RequirementResult[] {
  return judgeRequirements(run.manifest.resolvedSuite.requirements, gateFactsOf(run));
}

export function gateFactsOf({ table, manifest, priced, baseline, cases }: JudgedRun): GateFacts {
  const within = cases === undefined ? {} : { cases };
  return {
    candidates: table.candidates,
    gate: gateOf(manifest.resolvedSuite.gate, table.candidates),
    estimateOf: (metric, candidate, slice) =>
      measureMetric(table, candidate, metric, { priced: priced(candidate), slice, ...within }) ?? null,
    supposing: (what, metric, candidate, slice) =>
      // A failure stands when nothing that is still missing, anywhere in the run, could undo it.
      what === "failed"
        ? suppose(table, candidate, metric, slice, { as: what, which: "errored", ...within })
        : suppose(table, candidate, metric, slice, { as: what, which: "unmeasured" }),
    ...pairingsOf(table, manifest, baseline, cases),
    unitOf: (metric) => resolveMetric(metric)?.unit ?? "",
    seed: manifest.seed,
    complete: cases === undefined,
  };
}

/** With `--model` the candidates that decide may all be left out: then those that ran do. */
function gateOf(gate: readonly string[] | null, ran: readonly string[]): readonly string[] | null {
  const here = gate?.filter((candidate) => ran.includes(candidate)) ?? [];
  return here.length === 0 ? null : here;
}

export function sourceOf({ runId, digests, contentDigests }: RunManifest): SideSource {
  return { label: runId, dataset: digests.dataset, graders: contentDigests?.graders ?? null };
}

function pairingsOf(
  table: Table,
  manifest: RunManifest,
  baseline: Baseline | null,
  cases: number | undefined,
): Pick<GateFacts, "pairing" | "measured"> {
  const sides = new Map(sidesOfTable(table, { source: sourceOf(manifest) }).map((side) => [side.candidate, side]));
  const then = new Map(
    (baseline === null ? [] : sidesOfBaseline(baseline)).map((side) => [side.candidate, side] as const),
  );
  const measured: GateFacts["measured"] = (metric, candidate, slice) => {
    const side = sides.get(candidate);
    if (side === undefined) return 0;
    const self = pairUp(side, side, metric, { slice, ...(cases === undefined ? {} : { cases }) });
    return self.status === "paired" ? self.values.ids.length : 0;
  };
  const other = (candidate: string, against: string | null): Side | string => {
    if (against !== null) return sides.get(against) ?? `${against} is not in this run: nothing to compare with`;
    if (baseline === null) return NO_BASELINE;
    return then.get(candidate) ?? `${NO_BASELINE} (the baseline of ${baseline.runId} does not have ${candidate})`;
  };
  const pairing = (
    metric: string,
    candidate: string,
    slice: string | null,
    against: string | null,
    what?: "failed" | "passed",
  ): Pairing | null => {
    const own = sides.get(candidate);
    if (own === undefined) return { status: "none", reason: `${candidate} is not in this run` };
    const with_ = other(candidate, against);
    if (typeof with_ === "string") return { status: "none", reason: with_ };
    const side =
      what === undefined
        ? own
        : supposedSide(own, table, metric, { as: what, which: what === "failed" ? "errored" : "unmeasured" });
    if (side === null) return null;
    // What is missing beyond the prefix could still undo a failure.
    const within = cases === undefined || what === "passed" ? {} : { cases };
    const found = pairUp(side, with_, metric, { slice, ...within });
    if (found.status === "paired" || against !== null) return found;
    const lacking = with_.column(metric).status === "measured" && measured(metric, candidate, slice) > 0;
    return lacking ? { ...found, reason: `${NO_BASELINE} (${found.reason})` } : found;
  };
  return { measured, pairing: pairing as GateFacts["pairing"] };
}
