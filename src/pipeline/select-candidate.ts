import { basename } from "node:path";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Selection, SelectionConstraint } from "../domain/selection.ts";
import { casesNeeded } from "../gate/cases-needed.ts";
import { asItStands, findRun } from "../log/find-runs.ts";
import { sidesOfTable } from "../measure/compare/side.ts";
import type { Contender } from "../measure/select/contender.ts";
import { finishedCases } from "../measure/select/finished-cases.ts";
import { readObjectives } from "../measure/select/objectives.ts";
import { constraintsOfSuite, readConstraint } from "../measure/select/read-constraint.ts";
import { selectCandidate as select } from "../measure/select/select-candidate.ts";
import { sharedCases } from "../measure/select/shared-columns.ts";
import { type MeasuredRun, measureRun } from "./measure-run.ts";
import type { World } from "./options.ts";

export interface SelectOptions {
  /** As written: `accuracy>=0.9`. Empty: the absolute requirements of the runs' suites. */
  readonly require: readonly string[];
  readonly maximize: readonly string[];
  readonly minimize: readonly string[];
  readonly epsilon: number;
}

interface SelectedRun extends MeasuredRun {
  readonly folder: string;
  readonly manifest: RunManifest;
}

/**
 * Which candidate of some finished runs to ship. Reads the run folders and nothing else.
 * @throws UserError `bad_constraint`, `unknown_metric`, `unknown_slice`, `nothing_shared`, and those of `findRun`
 */
export async function selectCandidate(
  names: readonly string[],
  options: SelectOptions,
  { reports, cwd }: Pick<World, "reports" | "cwd">,
): Promise<Selection> {
  const found = await Promise.all(names.map((name) => findRun(name, reports, cwd)));
  const once = found.filter(({ folder }, at) => found.findIndex((run) => run.folder === folder) === at);
  const graderIds = once.flatMap(({ manifest }) => manifest.resolvedSuite.graders.map(({ id }) => id));
  const stated = readConstraints(options.require, graderIds);
  const objectives = readObjectives(options.maximize, options.minimize, graderIds);
  const runs: SelectedRun[] = [];
  for (const run of once) {
    const manifest = await asItStands(run);
    runs.push({ folder: run.folder, manifest, ...(await measureRun(run.folder, manifest, null)) });
  }
  const constraints = stated.length > 0 ? stated : suiteConstraints(runs);
  checkSlices(constraints, runs);
  const contenders = contendersOf(runs);
  const shared = sharedCases(contenders);
  if (shared.count === 0 && contenders.some(({ table }) => table.caseCount > 0)) {
    const suites = new Set(runs.map(({ manifest }) => manifest.suite));
    throw new UserError(
      "nothing_shared",
      `the runs share no case${suites.size > 1 ? ` (they are of ${[...suites].join(" and ")})` : ""}: candidates are compared on cases that all of them have answered`,
    );
  }
  const selected = select({
    contenders,
    shared,
    constraints,
    objectives,
    epsilon: options.epsilon,
    seed: runs[0]?.manifest.seed ?? 1,
    casesNeeded,
  });
  return {
    ...selected,
    runs: runs.map(({ manifest, summary }) => ({
      runId: manifest.runId,
      suite: manifest.suite,
      status: summary.status,
      cases: manifest.cases,
    })),
    simulated: runs.some(({ manifest }) => manifest.simulated),
    notes: [...runNotes(runs, stated.length > 0), ...selected.notes],
  };
}

function readConstraints(texts: readonly string[], graderIds: readonly string[]): readonly SelectionConstraint[] {
  const read = texts.map((text) => readConstraint(text, graderIds));
  const wrong = read.flatMap((one) => (one.status === "wrong" ? [one.message] : []));
  if (wrong.length > 0) throw new UserError("bad_constraint", `--require: ${wrong.join("; ")}`);
  const constraints = read.flatMap((one) => (one.status === "read" ? [one.constraint] : []));
  return onceEach(constraints);
}

function suiteConstraints(runs: readonly SelectedRun[]): readonly SelectionConstraint[] {
  return onceEach(runs.flatMap(({ manifest }) => constraintsOfSuite(manifest.resolvedSuite.requirements)));
}

function onceEach(constraints: readonly SelectionConstraint[]): readonly SelectionConstraint[] {
  return [
    ...new Map(constraints.map((constraint) => [`${constraint.text} ${constraint.decide}`, constraint])).values(),
  ];
}

/** A slice that no case of any run is in is a mistake, not an unknown. */
function checkSlices(constraints: readonly SelectionConstraint[], runs: readonly SelectedRun[]): void {
  for (const { slice, text } of constraints) {
    if (slice === null || runs.some(({ table }) => table.cases.slices.has(slice))) continue;
    const known = runs.flatMap(({ table }) => [...table.cases.slices.keys()]);
    throw new UserError("unknown_slice", `${text}: no case is in the slice ${slice}${didYouMean(slice, known)}`);
  }
}

function contendersOf(runs: readonly SelectedRun[]): readonly Contender[] {
  const ids = runs.flatMap(({ table }) => table.candidates);
  return runs.flatMap(({ folder, manifest, summary, table }) => {
    const names = table.candidates.map((id) =>
      ids.indexOf(id) === ids.lastIndexOf(id) ? id : `${runName(folder, manifest)}/${id}`,
    );
    const graders = manifest.contentDigests?.graders ?? null;
    const source = { label: manifest.runId, dataset: manifest.digests.dataset, graders };
    const sides = sidesOfTable(table, { names, source });
    return sides.map((side, at): Contender => {
      const finished = finishedCases(table, at);
      const summarised = summary.candidates[at];
      return {
        name: side.name,
        runId: manifest.runId,
        candidate: side.candidate,
        table,
        side,
        priced: summarised?.metrics.cost_total_usd?.method !== "unknown-price",
        finished,
        unusable: unusable(summarised?.trials, finished, manifest),
      };
    });
  });
}

/** The run's id without the suite's name, which all of them share as a rule. */
function runName(folder: string, { runId, suite }: RunManifest): string {
  return runId.startsWith(`${suite}-`) ? runId.slice(suite.length + 1) : runId || basename(folder);
}

/** Above the rates that its suite allows nothing is concluded of a candidate. */
function unusable(
  trials: { readonly planned: number; readonly errored: number; readonly ungraded: number } | undefined,
  finished: number,
  { resolvedSuite }: RunManifest,
): string | null {
  if (trials === undefined || trials.planned === 0 || finished === 0) return "no case is finished";
  const { maxErrorRate, maxUngradedRate } = resolvedSuite.run;
  const share = (count: number) => `${((100 * count) / trials.planned).toFixed(1)}% of its trials`;
  if (trials.errored / trials.planned > maxErrorRate)
    return `${share(trials.errored)} errored, more than max_error_rate ${(100 * maxErrorRate).toFixed(1)}%`;
  if (trials.ungraded / trials.planned > maxUngradedRate)
    return `${share(trials.ungraded)} are ungraded, more than max_ungraded_rate ${(100 * maxUngradedRate).toFixed(1)}%`;
  return null;
}

function runNotes(runs: readonly SelectedRun[], stated: boolean): string[] {
  const notes: string[] = [];
  const relative = runs.some(({ manifest }) =>
    manifest.resolvedSuite.requirements.some(
      ({ bound, against }) => against !== null || bound.kind === "max_drop" || bound.kind === "max_increase",
    ),
  );
  if (relative && !stated)
    notes.push("requirements against a baseline are not constraints here: evals gate judges them");
  for (const { manifest, summary } of runs)
    if (summary.status !== "complete")
      notes.push(
        `${manifest.runId} is ${summary.status}${summary.statusReason === null ? "" : `: ${summary.statusReason}`}`,
      );
  const [first, ...rest] = runs;
  const graders = (run: SelectedRun | undefined) => run?.manifest.digests.graders;
  if (rest.some((run) => graders(run) !== graders(first)))
    notes.push(
      "the runs were graded by different graders: what passes in one may not in another (evals grade aligns them)",
    );
  return notes;
}
