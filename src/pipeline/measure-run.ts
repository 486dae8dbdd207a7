import type { RunManifest } from "../domain/run.ts";
import type { CandidateSummary, Summary } from "../domain/summary.ts";
import { verdictOf } from "../gate/verdict.ts";
import { peersOf } from "../grader/nested.ts";
import { compareWithBaseline } from "../measure/compare/compare-with-baseline.ts";
import { sidesOfBaseline } from "../measure/compare/side.ts";
import { type Extent, extentsOf } from "../measure/sequential/extents.ts";
import { type MeasuredSummary, type SummaryFacts, summarise } from "../measure/summarise.ts";
import type { Table } from "../measure/table.ts";
import type { Ending } from "./execute.ts";
import { judgeRun } from "./judge-run.ts";
import { sourceOf } from "./pairings.ts";
import { readTable } from "./read-table.ts";
import { type GateBaseline, keptBaseline, notOfItself } from "./run-baseline.ts";
import { runNotes } from "./run-notes.ts";
import { stopEarlyNotes } from "./stop-early-notes.ts";

export interface MeasuredRun {
  readonly summary: Summary;
  readonly table: Table;
}

/**
 * Reads a run folder, and nothing else, into its summary with the verdict on it.
 * @param against instead of the baseline that the run was started with
 */
export async function measureRun(
  folder: string,
  manifest: RunManifest,
  ending: Ending | null,
  against?: GateBaseline,
): Promise<MeasuredRun> {
  const { table, reused } = await readTable(folder, manifest);
  const finishedAt = manifest.finishedAt;
  const { requirements, graders } = manifest.resolvedSuite;
  const extents = extentsOf(table, requirements, manifest.stopEarly, graders.flatMap(peersOf));
  const facts: SummaryFacts = {
    runId: manifest.runId,
    suite: manifest.suite,
    status: manifest.status,
    statusReason: manifest.statusReason,
    startedAt: manifest.startedAt,
    finishedAt,
    wallMs: finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(manifest.startedAt),
    candidates: manifest.candidates.map(({ id, provider, model, prompt }) => ({
      id,
      provider,
      model,
      prompt,
      simulated: provider === "simulated",
      priced: isPriced(table, manifest, id),
      paid: provider !== "recorded",
    })),
    reference: manifest.resolvedSuite.reference,
  };
  const sliceMetrics = requirements.filter(({ slice }) => slice !== null).map(({ metric }) => metric);
  const measured = withStatus(
    summarise(table, facts, { sliceMetrics, ...(manifest.stopEarly ? { extents: extents.map(whenComplete) } : {}) }),
    manifest,
    ending,
  );
  // What finished first is no fair sample: verdicts of a run that stopped rest on its contiguous prefix.
  const stopped = measured.candidates.some(({ trials }) => trials.missing > 0);
  const open = extents.find(({ complete }) => !complete);
  const priced = (candidate: string) => isPriced(table, manifest, candidate);
  const { baseline, notes: baselineNotes } = notOfItself(against ?? (await keptBaseline(folder, manifest)), manifest);
  const results = judgeRun({ table, manifest, priced, extents, baseline });
  const overTime =
    baseline === null
      ? []
      : compareWithBaseline(table, sidesOfBaseline(baseline), {
          source: sourceOf(manifest),
          seed: manifest.seed,
          ...(open === undefined ? {} : { cases: open.cases }),
        });
  const notes = [...measured.notes, ...runNotes(manifest), ...reuseNotes(manifest, reused), ...baselineNotes];
  notes.push(...stopEarlyNotes(table, manifest, graders.flatMap(peersOf)));
  if (stopped && open !== undefined)
    notes.push(
      `verdicts rest on the first ${open.cases} of ${table.caseCount} cases: what every candidate has finished, in run order`,
    );
  const summary: Summary = {
    ...measured,
    comparisons: [...measured.comparisons, ...overTime],
    requirements: results,
    verdict: verdictOf(results, measured.status),
    notes,
  };
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

/** What is missing of a run that was broken off is no part of its plan: its figures are the ordinary ones. */
function whenComplete(extent: Extent): Extent | undefined {
  return extent.complete ? extent : undefined;
}

/** A recording is priced as far as it states costs; nothing was spent on it by this run. */
export function isPriced(table: Table, { candidates }: RunManifest, candidate: string): boolean {
  const price = candidates.find(({ id }) => id === candidate)?.price;
  return price?.kind === "recorded" ? hasCosts(table, candidate) : price !== undefined && price.kind !== "unknown";
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
  const done = ({ planned, skipped = 0 }: CandidateSummary["trials"]) => planned - skipped;
  const reasons = summary.candidates.flatMap(({ id, trials }) => [
    ...over(trials.errored, done(trials), maxErrorRate, `${id}: %s of its trials errored`, "max_error_rate"),
    ...over(
      trials.ungraded,
      done(trials),
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
