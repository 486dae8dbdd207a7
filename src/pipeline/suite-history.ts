import { resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { Estimate } from "../domain/estimate.ts";
import type { HistoryChange, HistoryPoint, HistorySeries, SuiteHistory } from "../domain/history.ts";
import { asItStands, type FoundRun, listRuns } from "../log/find-runs.ts";
import { judgeSeries, unshownChanges, whatShows } from "../measure/history/judge-series.ts";
import type { MetricDescription } from "../measure/metrics/metric-definition.ts";
import { knownMetrics, resolveMetric } from "../measure/metrics/metric-definitions.ts";
import { changeBetween } from "./history-change.ts";
import { type RunValues, readRunValues } from "./history-values.ts";
import type { World } from "./options.ts";

export interface HistoryRequest {
  /** The suite's name, or its file. */
  readonly suite: string;
  readonly metric: string;
  /** Empty: all. */
  readonly candidates: readonly string[];
  /** The newest so many runs. */
  readonly limit: number;
}

/**
 * A metric of a suite over its finished runs, from their folders alone; consecutive runs of a candidate are compared.
 * Two runs are in memory at a time.
 * @throws UserError `no_runs`, `suite_not_found`, `unknown_metric`, `unknown_candidate`
 */
export async function suiteHistory(request: HistoryRequest, world: World): Promise<SuiteHistory> {
  const { metric, limit } = request;
  const definition = resolveMetric(metric);
  if (definition === undefined)
    throw new UserError("unknown_metric", `there is no metric "${metric}"${didYouMean(metric, knownMetrics())}`);
  const { suite, runs, unfinished } = await findRuns(request.suite, world);
  const shown = runs.slice(0, limit).reverse();
  const candidates = candidatesOf(shown, request.candidates);
  const points = new Map<string, HistoryPoint[]>(candidates.map((id) => [id, []]));
  // By candidate, the last run that has it: a run in between may have left it out.
  const last = new Map<string, RunValues>();
  for (const run of shown) {
    const values = await readRunValues(run, metric);
    for (const candidate of candidates) {
      const estimate = values.estimates.get(candidate);
      if (estimate === undefined) continue;
      points.get(candidate)?.push(pointOf(values, last.get(candidate), candidate, estimate, definition));
      last.set(candidate, values);
    }
  }
  const series: HistorySeries[] = [];
  for (const candidate of candidates) {
    const judged = judgeSeries(points.get(candidate) ?? [], definition.better);
    if (judged.length > 0)
      series.push({ candidate, points: judged, plateau: await plateauOf(candidate, judged, shown, definition) });
  }
  if (series.length === 0) throw new UserError("unknown_metric", `no run of ${suite} has measured ${metric}`);
  return {
    suite,
    metric,
    unit: definition.unit,
    better: definition.better,
    series,
    runs: shown.length,
    leftOut: { unfinished, older: Math.max(0, runs.length - limit) },
  };
}

/** A run that was interrupted is no fair sample of its cases, and one that goes on is not over. */
async function findRuns(
  name: string,
  { reports, cwd }: World,
): Promise<{ suite: string; runs: readonly FoundRun[]; unfinished: number }> {
  const all = await listRuns(reports);
  if (all.length === 0) throw new UserError("no_runs", `there is no run in ${reports}; evals run makes one`);
  const path = resolve(cwd, name);
  const suite = all.find(({ manifest }) => manifest.suite === name || manifest.suitePath === path)?.manifest.suite;
  if (suite === undefined) {
    const known = [...new Set(all.map(({ manifest }) => manifest.suite))];
    const near = didYouMean(name, known);
    throw new UserError(
      "suite_not_found",
      `no run of a suite "${name}" in ${reports}${near === "" ? `; there are ${known.slice(0, 10).join(", ")}` : near}`,
    );
  }
  const own = await Promise.all(
    all
      .filter(({ manifest }) => manifest.suite === suite)
      .map(async (run) => ({ folder: run.folder, manifest: await asItStands(run) })),
  );
  const runs = own.filter(({ manifest }) => manifest.status === "complete" || manifest.status === "incomplete");
  const unfinished = own.length - runs.length;
  if (runs.length === 0)
    throw new UserError("no_runs", `${suite} has no finished run in ${reports}: ${unfinished} interrupted or running`);
  return { suite, runs, unfinished };
}

/** Those of the newest run first. */
function candidatesOf(runs: readonly FoundRun[], asked: readonly string[]): readonly string[] {
  const known = new Set(runs.toReversed().flatMap(({ manifest }) => manifest.candidates.map(({ id }) => id)));
  const unknown = asked.find((id) => !known.has(id));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, known);
    throw new UserError(
      "unknown_candidate",
      `no run has a candidate "${unknown}"${near === "" ? `; there are ${[...known].join(", ")}` : near}`,
    );
  }
  return asked.length > 0 ? [...new Set(asked)] : [...known];
}

function pointOf(
  values: RunValues,
  before: RunValues | undefined,
  candidate: string,
  estimate: Estimate,
  metric: MetricDescription & { readonly name: string },
): HistoryPoint {
  const { runId, startedAt, status, gitCommit, digests } = values.manifest;
  const then = before?.manifest.digests;
  return {
    runId,
    startedAt,
    status,
    gitCommit,
    estimate,
    datasetChanged: then !== undefined && then.dataset !== digests.dataset,
    gradersChanged: then !== undefined && then.graders !== digests.graders,
    change: before === undefined ? null : changeBetween(values, before, candidate, metric.name),
  };
}

async function plateauOf(
  candidate: string,
  points: readonly HistoryPoint[],
  runs: readonly FoundRun[],
  { name, better }: MetricDescription,
): Promise<HistorySeries["plateau"]> {
  const changes = unshownChanges(points);
  if (changes === 0) return null;
  const [since, newest] = [points.at(-1 - changes), points.at(-1)].map((point) =>
    runs.find(({ manifest }) => manifest.runId === point?.runId),
  );
  if (since === undefined || newest === undefined) return null;
  // Small steps that are not shown one by one may be shown together.
  const found = changeBetween(await readRunValues(newest, name), await readRunValues(since, name), candidate, name);
  const overall: HistoryChange =
    found.status === "compared"
      ? { ...found, pAdjusted: found.p, shows: whatShows(found.difference, found.p, better) }
      : found;
  return { changes, since: since.manifest.runId, overall };
}
