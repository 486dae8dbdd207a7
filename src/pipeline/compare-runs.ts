import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Comparison } from "../domain/summary.ts";
import { asItStands, type FoundRun, findRun } from "../log/find-runs.ts";
import { comparableMetrics } from "../measure/compare/comparable-metrics.ts";
import { adjustFamily, compareSides } from "../measure/compare/compare-sides.ts";
import type { Side } from "../measure/compare/side.ts";
import { sideValue } from "../measure/compare/side-value.ts";
import { knownMetrics, resolveMetric } from "../measure/metrics/metric-definitions.ts";
import type { ComparisonReport } from "../report/comparison-report.ts";
import { type ComparedSides, chooseSides, readSides } from "./compare-sides.ts";
import type { World } from "./options.ts";

export interface CompareRequest {
  /** One run, or several of which the first is the baseline. */
  readonly runs: readonly string[];
  /** Of one run: whom its candidates are compared with; null: the suite's reference. */
  readonly reference: string | null;
  /** A run or a file; null: none. */
  readonly baseline: string | null;
  /** Empty: those that both sides have. */
  readonly metrics: readonly string[];
  /** Empty: all cases. */
  readonly slices: readonly string[];
}

/** A comparison, and the run that its candidate is from. */
export interface RunComparison extends Comparison {
  readonly run: string;
}

/** What `evals compare` prints; its comparisons say of which run each candidate is. */
export interface ComparedRuns extends ComparisonReport {
  readonly comparisons: readonly RunComparison[];
}

/**
 * Compares candidates of one run with its reference, the same candidates across runs, or with a baseline: paired by
 * case, p adjusted by Holm over all that is compared.
 * @throws UserError `run_not_found`, `baseline_not_found`, `other_suite`, `unknown_metric`, `unknown_slice`,
 * `nothing_to_compare`, `nothing_shared`
 */
export async function compareRuns(request: CompareRequest, world: World): Promise<ComparedRuns> {
  for (const metric of request.metrics) {
    if (resolveMetric(metric) === undefined)
      throw new UserError("unknown_metric", `there is no metric "${metric}"${didYouMean(metric, knownMetrics())}`);
  }
  if (request.reference !== null && (request.runs.length > 1 || request.baseline !== null))
    throw new UserError(
      "nothing_to_compare",
      "--reference is for candidates of one run: leave it out, or the other runs and --baseline",
    );
  const found = await findAll(request, world);
  const manifests = await Promise.all(found.map(asItStands));
  refuseOtherSuites(manifests);
  const sides = await readSides(found, manifests, request, world);
  refuseUnknownSlices(sides, request.slices);
  const { pairs, columns, notes } = chooseSides(sides, request);
  const metrics = request.metrics.length > 0 ? request.metrics : comparableMetrics(pairs);
  const slices = request.slices.length > 0 ? request.slices : [null];
  const family: { comparison: RunComparison; labels: { candidate: string; baseline: string } }[] = [];
  for (const slice of slices) {
    for (const metric of metrics) {
      for (const { candidate, baseline, run, seed, cases, labels } of pairs) {
        const options = { slice, seed, ...(cases === undefined ? {} : { cases }) };
        family.push({ comparison: { run, ...compareSides(candidate, baseline, metric, options) }, labels });
      }
    }
  }
  if (family.every(({ comparison }) => comparison.n === 0))
    throw nothingShared(family.map(({ comparison }) => comparison));
  const adjusted = adjustFamily(family.map(({ comparison }) => comparison));
  const shownSlice = slices.length === 1 ? (slices[0] ?? null) : null;
  return {
    suite: manifests[0]?.suite ?? "",
    metrics,
    columns: columns.map(({ side, label, isBaseline }) => ({
      label,
      isBaseline,
      values: metrics.map((metric) => sideValue(side, metric, shownSlice)),
    })),
    comparisons: adjusted.map((comparison, index) => ({ ...comparison, run: family[index]?.comparison.run ?? "" })),
    labels: family.map(({ labels }) => labels),
    notes: [...new Set([...notes, ...adjusted.flatMap(({ warnings = [] }) => warnings)])],
  };
}

async function findAll({ runs }: CompareRequest, { reports, cwd }: World): Promise<readonly FoundRun[]> {
  const found: FoundRun[] = [];
  for (const name of runs) {
    const run = await findRun(name, reports, cwd);
    const same = found.findIndex(({ folder }) => folder === run.folder);
    if (same >= 0)
      throw new UserError("nothing_to_compare", `${runs[same]} and ${name} are the same run, ${run.manifest.runId}`);
    found.push(run);
  }
  return found;
}

function refuseOtherSuites(manifests: readonly RunManifest[]): void {
  const [first] = manifests;
  const other = manifests.find(({ suite }) => suite !== first?.suite);
  if (first === undefined || other === undefined) return;
  throw new UserError(
    "other_suite",
    `${first.runId} is a run of the suite ${first.suite}, and ${other.runId} of ${other.suite}: runs of one suite can be compared`,
  );
}

function refuseUnknownSlices({ runs }: ComparedSides, slices: readonly string[]): void {
  const known = new Set(runs.flatMap(({ sides }) => sides.flatMap((side: Side) => [...(side.slices?.keys() ?? [])])));
  const unknown = slices.find((slice) => !known.has(slice));
  if (unknown === undefined) return;
  const near = didYouMean(unknown, known);
  const some = known.size === 0 ? "; the cases have no tags" : `; there are ${[...known].slice(0, 5).join(", ")}`;
  throw new UserError("unknown_slice", `no case is in the slice "${unknown}"${near === "" ? some : near}`);
}

function nothingShared(comparisons: readonly Comparison[]): UserError {
  const reasons = [...new Set(comparisons.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))];
  const text = reasons.length === 0 ? "no metric is known on both sides" : reasons.slice(0, 5).join("; ");
  return new UserError("nothing_shared", `nothing can be compared: ${text}`);
}
