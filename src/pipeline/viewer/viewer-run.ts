import { basename, dirname } from "node:path";
import type { RunManifest } from "../../domain/run.ts";
import type { ViewerManifest, ViewerRun } from "../../domain/viewer.ts";
import { candidatePairs } from "../../measure/viewer/candidate-pairs.ts";
import { latencyCurves } from "../../measure/viewer/latency-curves.ts";
import { paretoFronts } from "../../measure/viewer/pareto-fronts.ts";
import type { MeasuredRun } from "../measure-run.ts";

/** The figures of a run. */
export function viewerRun(folder: string, manifest: RunManifest, { summary, table }: MeasuredRun): ViewerRun {
  const decisions = manifest.stopEarly?.decisions ?? [];
  // Figures of a candidate that was stopped rest on the cases before that.
  const ends = table.candidates.map((id) => decisions.find(({ candidate }) => candidate === id)?.cases);
  const shown = viewerManifest(manifest);
  return {
    manifest: { ...shown, status: summary.status, statusReason: summary.statusReason },
    summary,
    pairs: candidatePairs(table, { reference: shown.reference, ends }),
    curves: latencyCurves(table, ends),
    fronts: paretoFronts(summary.candidates),
    folder: shortPath(folder),
  };
}

function viewerManifest(manifest: RunManifest): ViewerManifest {
  const { runId, suite, suitePath, description, status, statusReason, startedAt, finishedAt, seed } = manifest;
  const { digests, versions, gitCommit, cases, repeats, candidates, plannedTrials, simulated } = manifest;
  const { reference, graders } = manifest.resolvedSuite;
  return {
    runId,
    suite,
    suitePath: shortPath(suitePath),
    description,
    status,
    statusReason,
    startedAt,
    finishedAt,
    seed,
    digests,
    versions,
    gitCommit,
    cases,
    repeats,
    candidates,
    plannedTrials,
    simulated,
    reference: reference ?? candidates[0]?.id ?? "",
    graders: graders.map(({ id, type, advisory }) => ({ id, type, advisory })),
  };
}

/** A report is passed on: nobody's home is written into it. */
function shortPath(path: string): string {
  return [basename(dirname(path)), basename(path)].filter((part) => part !== "").join("/");
}
