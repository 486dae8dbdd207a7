import type { Estimate } from "../domain/estimate.ts";
import type { RunStatus } from "../domain/run.ts";
import type { CandidateSummary, Metrics, Summary } from "../domain/summary.ts";
import { summariseClasses } from "./classes.ts";
import { compareWithReference } from "./comparisons.ts";
import { casesOf, measureAtLook } from "./measure-metric.ts";
import type { MetricDefinition } from "./metrics/metric-definition.ts";
import { metricsOf, resolveMetric } from "./metrics/metric-definitions.ts";
import { runNotes } from "./notes.ts";
import { OUTCOMES, outcomesOf, ungradedReason } from "./outcomes.ts";
import { flakyCases } from "./repeats.ts";
import type { Extent } from "./sequential/extents.ts";
import { spentOf } from "./spending.ts";
import type { Table } from "./table.ts";
import { allCases, forEachTrial, type View, viewOf } from "./view.ts";

export interface CandidateFacts {
  readonly id: string;
  readonly provider: string;
  readonly model: string | null;
  readonly prompt: string | null;
  readonly simulated: boolean;
  /** Whether what a call costs can be known: a price was found, stated, recorded, or there is none to pay. */
  readonly priced: boolean;
  /** false: its outputs are recorded or simulated, so that this run pays nobody for them. Default true. */
  readonly paid?: boolean;
}

/** What the rows do not say of their run. */
export interface SummaryFacts {
  readonly runId: string;
  readonly suite: string;
  readonly status: RunStatus;
  readonly statusReason: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly wallMs: number | null;
  readonly candidates: readonly CandidateFacts[];
  /** Whom candidates are compared with; null: the first. */
  readonly reference: string | null;
}

export interface SummariseOptions {
  /** The first n cases of the run order alone (`contiguousPrefix`): totals, tokens and `spent` stay those of the run. */
  readonly cases?: number;
  /** By candidate, in the table's order (`--stop-early`); undefined: all of its cases. Facts of the run stay whole. */
  readonly extents?: readonly (Extent | undefined)[];
  /** Metrics that slices have beside their own, because a requirement names them. */
  readonly sliceMetrics?: readonly string[];
}

export type MeasuredSummary = Omit<Summary, "requirements" | "verdict">;

/** Every metric of every candidate of a run, its slices and comparisons. */
export function summarise(table: Table, facts: SummaryFacts, options: SummariseOptions = {}): MeasuredSummary {
  const cases = allCases(table, options.cases);
  const reference = facts.reference === null ? 0 : Math.max(0, table.candidates.indexOf(facts.reference));
  const known = table.candidates.map((id) => facts.candidates.find((candidate) => candidate.id === id) ?? unknown(id));
  return {
    runId: facts.runId,
    suite: facts.suite,
    status: facts.status,
    statusReason: facts.statusReason,
    startedAt: facts.startedAt,
    finishedAt: facts.finishedAt,
    wallMs: facts.wallMs,
    simulated: known.some(({ simulated }) => simulated),
    cases: cases.length,
    repeats: table.repeats,
    candidates: known.map((candidate, index) => summariseCandidate(table, candidate, index, options)),
    spent: spentOf(table.spending, known),
    comparisons: compareWithReference(
      table,
      cases,
      reference,
      options.extents?.map((extent) => extent?.cases),
    ),
    notes: runNotes(table, cases),
  };
}

/** A candidate that the caller says nothing of has no known price. */
function unknown(id: string): CandidateFacts {
  return { id, provider: "", model: null, prompt: null, simulated: false, priced: false };
}

function summariseCandidate(
  table: Table,
  facts: CandidateFacts,
  index: number,
  options: SummariseOptions,
): CandidateSummary {
  const { id, provider, model, prompt, simulated, priced } = facts;
  const extent = options.extents?.[index];
  const count = extent?.cases ?? options.cases;
  const view = viewOf(table, index, allCases(table, count), priced);
  const whole = count === undefined ? view : viewOf(table, index, allCases(table), priced);
  const measured = measuring(view, extent);
  const metrics: Metrics = Object.fromEntries(
    metricsOf(table).map((metric) => [metric.name, metric.fact ? metric.measure(whole) : measured(metric)]),
  );
  const [flaky, classes] = [flakyCases(view), summariseClasses(view)];
  return {
    id,
    provider,
    model,
    prompt,
    simulated,
    trials: countOutcomes(view, extent),
    metrics,
    slices: measureSlices(table, index, priced, options),
    errors: countTexts(view, OUTCOMES.errored, (slot) => table.errorTexts.text(table.errorKinds[slot] ?? 0) ?? "other"),
    ungradedReasons: countTexts(view, OUTCOMES.ungraded, (slot) => ungradedReason(table, slot), 20),
    ...(flaky === null ? {} : { flaky }),
    ...(classes === null ? {} : { classes }),
  };
}

function measureSlices(
  table: Table,
  candidate: number,
  priced: boolean,
  { cases, extents, sliceMetrics = [] }: SummariseOptions,
): Record<string, Metrics> {
  const extent = extents?.[candidate];
  const count = extent?.cases ?? cases;
  const wanted = new Map(metricsOf(table).flatMap((metric) => (metric.sliced ? [[metric.name, metric]] : [])));
  for (const name of sliceMetrics) {
    const metric = resolveMetric(name);
    if (metric !== undefined) wanted.set(name, metric);
  }
  const slices: Record<string, Metrics> = {};
  for (const slice of table.cases.slices.keys()) {
    const members = casesOf(table, slice, count) ?? new Uint32Array();
    const view = viewOf(table, candidate, members, priced);
    slices[slice] = Object.fromEntries([...wanted].map(([name, metric]) => [name, measuring(view, extent)(metric)]));
  }
  return slices;
}

/** At a look a metric has its repeated interval. */
function measuring(view: View, extent: Extent | undefined): (metric: MetricDefinition) => Estimate {
  if (!extent?.look) return (metric) => metric.measure(view);
  const { table, candidate, cases, priced } = view;
  const views = { plain: view, atLook: viewOf(table, candidate, cases, priced, extent.confidence) };
  return (metric) => measureAtLook(metric, views);
}

/** The four outcomes, the missing and the skipped add up to the planned. */
function countOutcomes(view: View, extent: Extent | undefined): CandidateSummary["trials"] {
  const counts = { planned: 0, passed: 0, failed: 0, ungraded: 0, errored: 0, cached: 0, missing: 0 };
  const names = Object.entries(OUTCOMES) as [keyof typeof OUTCOMES, number][];
  const byCode = new Map(names.map(([name, code]) => [code, name]));
  const outcomes = outcomesOf(view.table);
  forEachTrial(view, (slot) => {
    counts.planned += 1;
    counts[byCode.get(outcomes[slot] ?? OUTCOMES.missing) ?? "missing"] += 1;
    counts.cached += view.table.cached[slot] ?? 0;
  });
  if (!extent?.stopped) return counts;
  const skipped = (view.table.caseCount - view.cases.length) * view.table.repeats;
  return { ...counts, planned: counts.planned + skipped, skipped };
}

/** How often each text ended in an outcome, the most frequent first. */
function countTexts(view: View, outcome: number, textOf: (slot: number) => string, most = Number.POSITIVE_INFINITY) {
  const outcomes = outcomesOf(view.table);
  const counts = new Map<string, number>();
  forEachTrial(view, (slot) => {
    if (outcomes[slot] !== outcome) return;
    const text = textOf(slot);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  });
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return Object.fromEntries(ranked.slice(0, most));
}
