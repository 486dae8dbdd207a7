import { UserError } from "../base/errors.ts";
import type { Comparison } from "../domain/summary.ts";
import { asItStands, type FoundRun } from "../log/find-runs.ts";
import { comparableMetrics } from "../measure/compare/comparable-metrics.ts";
import { adjustFamily, compareSides } from "../measure/compare/compare-sides.ts";
import { type Side, sidesOfTable } from "../measure/compare/side.ts";
import { contiguousPrefix } from "../measure/contiguous-prefix.ts";
import { sourceOf } from "./compare-sides.ts";
import { readTable } from "./read-table.ts";

export interface NamedSide {
  readonly run: FoundRun;
  readonly candidate: string;
}

/**
 * Any candidate against any other, of one run or of two, on every metric that both have; p adjusted over these.
 * @throws UserError `nothing_to_compare`, `other_suite`
 */
export async function compareTwo(baseline: NamedSide, candidate: NamedSide): Promise<readonly Comparison[]> {
  const [first, second] = [baseline.run.manifest, candidate.run.manifest];
  if (first.suite !== second.suite)
    throw new UserError("other_suite", `${first.runId} is a run of ${first.suite}, ${second.runId} of ${second.suite}`);
  const one = first.runId === second.runId;
  const a = await readSide(baseline, !one);
  const b = one ? pick(a.sides, candidate, false) : (await readSide(candidate, !one)).side;
  const options = { slice: null, seed: second.seed, ...(one && a.cases !== undefined ? { cases: a.cases } : {}) };
  const metrics = comparableMetrics([{ candidate: b, baseline: a.side }]);
  return adjustFamily(metrics.map((metric) => compareSides(b, a.side, metric, options)));
}

async function readSide(named: NamedSide, withRun: boolean) {
  const manifest = await asItStands(named.run);
  const { table } = await readTable(named.run.folder, manifest);
  const sides = sidesOfTable(table, { source: sourceOf(manifest) });
  const finished = contiguousPrefix(table);
  return { sides, side: pick(sides, named, withRun), cases: finished < table.caseCount ? finished : undefined };
}

function pick(sides: readonly Side[], { run, candidate }: NamedSide, withRun: boolean): Side {
  const side = sides.find((other) => other.candidate === candidate);
  const { runId } = run.manifest;
  if (side === undefined) throw new UserError("nothing_to_compare", `${runId} has no candidate ${candidate}`);
  return withRun ? { ...side, name: `${runId}:${candidate}` } : side;
}
