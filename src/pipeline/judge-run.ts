import type { Baseline } from "../domain/comparison.ts";
import type { RunManifest } from "../domain/run.ts";
import type { RequirementResult } from "../domain/summary.ts";
import { judgeRequirements } from "../gate/judge-requirements.ts";
import { measureMetric } from "../measure/measure-metric.ts";
import { resolveMetric } from "../measure/metrics/metric-definitions.ts";
import type { Extent } from "../measure/sequential/extents.ts";
import { judgedWhen } from "../measure/sequential/scope.ts";
import { suppose } from "../measure/suppose.ts";
import type { Table } from "../measure/table.ts";
import { pairingsOf } from "./pairings.ts";

export interface JudgedRun {
  readonly table: Table;
  readonly manifest: RunManifest;
  /** Whether a candidate's price is known. */
  readonly priced: (candidate: string) => boolean;
  /** Of every candidate, in the table's order: on which cases its verdicts rest, and what they may claim. */
  readonly extents: readonly Extent[];
  readonly baseline: Baseline | null;
}

/** The requirements of a run's suite, judged on its figures. */
export function judgeRun({ table, manifest, priced, extents, baseline }: JudgedRun): readonly RequirementResult[] {
  const { requirements, gate } = manifest.resolvedSuite;
  const extentOf = (candidate: string) => extents[table.candidates.indexOf(candidate)];
  const within = (candidate: string) => {
    const extent = extentOf(candidate);
    return extent === undefined || extent.cases >= table.caseCount ? {} : { cases: extent.cases };
  };
  const completeOf = (candidate: string) => extentOf(candidate)?.complete ?? true;
  const atLook = (candidate: string) => {
    const extent = extentOf(candidate);
    return extent?.look == null ? {} : { confidence: extent.confidence, sequential: true };
  };
  const results = judgeRequirements(requirements, {
    candidates: table.candidates,
    gate: gateOf(gate, table.candidates),
    estimateOf: (metric, candidate, slice) =>
      measureMetric(table, candidate, metric, {
        priced: priced(candidate),
        slice,
        ...within(candidate),
        ...atLook(candidate),
      }) ?? null,
    supposing: (what, metric, candidate, slice) => {
      const { confidence } = extentOf(candidate) ?? {};
      const claimed = confidence === undefined ? {} : { confidence };
      // A failure stands when nothing that is still missing, anywhere in the run, could undo it.
      const whole = what === "passed" && !completeOf(candidate);
      return suppose(table, candidate, metric, slice, {
        as: what,
        which: what === "failed" ? "errored" : "unmeasured",
        ...(whole ? {} : within(candidate)),
        ...claimed,
      });
    },
    ...pairingsOf({
      table,
      manifest,
      baseline,
      casesOf: (candidate) => within(candidate).cases,
      completeOf,
    }),
    alphaOf: (requirement, candidate) =>
      judgedWhen(requirement) === "at looks" ? extentOf(candidate)?.alpha : undefined,
    unitOf: (metric) => resolveMetric(metric)?.unit ?? "",
    seed: manifest.seed,
    complete: extents.every(({ complete }) => complete),
    completeOf,
  });
  return results.map((result) => saidOfLook(result, extentOf(result.candidate)));
}

/** A verdict of a look says so. */
function saidOfLook(result: RequirementResult, extent: Extent | undefined): RequirementResult {
  if (!extent?.look || resolveMetric(result.metric)?.fact) return result;
  const { look, of } = extent.look;
  return { ...result, reason: `${result.reason} (look ${look} of ${of}, ${extent.cases.toLocaleString("en")} cases)` };
}

/** With `--model` the candidates that decide may all be left out: then those that ran do. */
function gateOf(gate: readonly string[] | null, ran: readonly string[]): readonly string[] | null {
  const here = gate?.filter((candidate) => ran.includes(candidate)) ?? [];
  return here.length === 0 ? null : here;
}
