import type { RunManifest } from "../domain/run.ts";
import type { RequirementResult, Summary } from "../domain/summary.ts";
import { judgeRequirements } from "../gate/judge-requirements.ts";
import { verdictOf } from "../gate/verdict.ts";
import { contiguousPrefix } from "../measure/contiguous-prefix.ts";
import { measureMetric } from "../measure/measure-metric.ts";
import { resolveMetric } from "../measure/metrics/metric-definitions.ts";
import { type MeasuredSummary, type SummaryFacts, summarise } from "../measure/summarise.ts";
import { suppose } from "../measure/suppose.ts";
import type { Table } from "../measure/table.ts";
import type { Ending } from "./execute.ts";
import { readTable } from "./read-table.ts";
import { runNotes } from "./run-notes.ts";

export interface MeasuredRun {
  readonly summary: Summary;
  readonly table: Table;
}

/** Reads a run folder, and nothing else, into its summary with the verdict on it. */
export async function measureRun(folder: string, manifest: RunManifest, ending: Ending | null): Promise<MeasuredRun> {
  const { table, reused } = await readTable(folder, manifest);
  const finishedAt = manifest.finishedAt;
  const facts: SummaryFacts = {
    runId: manifest.runId,
    suite: manifest.suite,
    status: manifest.status,
    statusReason: manifest.statusReason,
    startedAt: manifest.startedAt,
    finishedAt,
    wallMs: finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(manifest.startedAt),
    candidates: manifest.candidates.map(({ id, provider, model, prompt, price }) => ({
      id,
      provider,
      model,
      prompt,
      simulated: provider === "simulated",
      // A recording is priced as far as it states costs; nothing was spent on it by this run.
      priced: price.kind === "recorded" ? hasCosts(table, id) : price.kind !== "unknown",
      paid: provider !== "recorded",
    })),
    reference: manifest.resolvedSuite.reference,
  };
  const { requirements } = manifest.resolvedSuite;
  const sliceMetrics = requirements.filter(({ slice }) => slice !== null).map(({ metric }) => metric);
  const measured = withStatus(summarise(table, facts, { sliceMetrics }), manifest, ending);
  // What finished first is no fair sample: verdicts of a run that stopped rest on its contiguous prefix.
  const stopped = measured.candidates.some(({ trials }) => trials.missing > 0);
  const cases = stopped ? contiguousPrefix(table) : undefined;
  const results = judge(table, manifest, facts, cases);
  const notes = [...measured.notes, ...runNotes(manifest), ...reuseNotes(manifest, reused)];
  if (cases !== undefined)
    notes.push(
      `verdicts rest on the first ${cases} of ${table.caseCount} cases: what every candidate has finished, in run order`,
    );
  const summary: Summary = { ...measured, requirements: results, verdict: verdictOf(results, measured.status), notes };
  return { summary, table };
}

function reuseNotes({ flags, plannedTrials }: RunManifest, reused: ReadonlyMap<string, number>): string[] {
  const count = (n: number) => n.toLocaleString("en");
  const taken = [...reused].map(
    ([run, n]) =>
      `${count(n)} of ${count(plannedTrials)} outputs were taken from ${run} (--reuse): nothing was spent on them here`,
  );
  return flags?.reuse && taken.length === 0 ? [`no output of the run to reuse was still good: all were called`] : taken;
}

function hasCosts(table: Table, candidate: string): boolean {
  const at = table.candidates.indexOf(candidate);
  return table.costUsd.some(
    (cost, slot) => !Number.isNaN(cost) && Math.floor(slot / table.repeats) % table.candidates.length === at,
  );
}

/** A run is complete when every trial has a result and few enough of them are errors or ungraded. */
function withStatus(summary: MeasuredSummary, manifest: RunManifest, ending: Ending | null): MeasuredSummary {
  if (ending?.kind === "stopped") return { ...summary, status: "interrupted", statusReason: ending.reason };
  if (ending !== null) return { ...summary, status: "incomplete", statusReason: ending.reason };
  // What the run said of itself when it ended stands.
  if (manifest.status !== "complete") return summary;
  const { maxErrorRate, maxUngradedRate } = manifest.resolvedSuite.run;
  const reasons = summary.candidates.flatMap(({ id, trials }) => [
    ...over(trials.errored, trials.planned, maxErrorRate, `${id}: %s of its trials errored`, "max_error_rate"),
    ...over(
      trials.ungraded,
      trials.planned,
      maxUngradedRate,
      `${id}: %s of its trials are ungraded`,
      "max_ungraded_rate",
    ),
    ...(trials.missing > 0 ? [`${id}: ${trials.missing} trials have no result`] : []),
  ]);
  if (reasons.length === 0) return { ...summary, status: "complete", statusReason: null };
  return { ...summary, status: "incomplete", statusReason: reasons.join("; ") };
}

function over(count: number, planned: number, most: number, text: string, bound: string): string[] {
  const rate = planned === 0 ? 0 : count / planned;
  return rate > most
    ? [`${text.replace("%s", `${(rate * 100).toFixed(1)}%`)}, more than ${bound} ${(most * 100).toFixed(1)}%`]
    : [];
}

function judge(
  table: Table,
  { resolvedSuite }: RunManifest,
  facts: SummaryFacts,
  cases: number | undefined,
): readonly RequirementResult[] {
  const priced = (candidate: string) => facts.candidates.find(({ id }) => id === candidate)?.priced ?? false;
  return judgeRequirements(resolvedSuite.requirements, {
    candidates: table.candidates,
    gate: gateOf(resolvedSuite.gate, table.candidates),
    estimateOf: (metric, candidate, slice) =>
      measureMetric(table, candidate, metric, {
        priced: priced(candidate),
        slice,
        ...(cases === undefined ? {} : { cases }),
      }) ?? null,
    supposing: (what, metric, candidate, slice) =>
      // A failure stands when nothing that is still missing, anywhere in the run, could undo it.
      what === "failed"
        ? suppose(table, candidate, metric, slice, {
            as: what,
            which: "errored",
            ...(cases === undefined ? {} : { cases }),
          })
        : suppose(table, candidate, metric, slice, { as: what, which: "unmeasured" }),
    unitOf: (metric) => resolveMetric(metric)?.unit ?? "",
    complete: cases === undefined,
  });
}

/** With `--model` the candidates that decide may all be left out: then those that ran do. */
function gateOf(gate: readonly string[] | null, ran: readonly string[]): readonly string[] | null {
  const here = gate?.filter((candidate) => ran.includes(candidate)) ?? [];
  return here.length === 0 ? null : here;
}
