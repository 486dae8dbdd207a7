import { statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import type { Requirement } from "../domain/suite.ts";
import { type MeasuredSpread, type PlannedRequirement, planRequirement } from "../gate/plan-requirement.ts";
import { FILES } from "../log/run-folder.ts";
import { matchesSlice } from "../measure/case-facts.ts";
import { type Side, sidesOfBaseline } from "../measure/compare/side.ts";
import { casesOf } from "../measure/measure-metric.ts";
import { resolveMetric } from "../measure/metrics/metric-definitions.ts";
import { baselineOfRun, type GateRunOptions, presentRun } from "./gate-run.ts";
import { DEFAULT_RUN_OPTIONS, type World } from "./options.ts";
import { pairingsOf } from "./pairings.ts";
import { closePrepared, type PreparedRun } from "./prepare.ts";
import { prepareAll } from "./prepare-all.ts";
import { readTable } from "./read-table.ts";
import { figureOf, flakeOf } from "./side-figures.ts";

export interface GatePlan {
  readonly suite: string;
  /** The run that it was measured on; null: a suite, before any. */
  readonly runId: string | null;
  readonly cases: number;
  readonly repeats: number;
  /** As it is named; null: there is none. */
  readonly baseline: string | null;
  /** The requirements against a baseline or another candidate. */
  readonly requirements: readonly PlannedRequirement[];
}

/** What the cases of suites, or of a run, can show of their requirements against a baseline. Nothing is called. */
export async function gatePlan(which: string | null, options: GateRunOptions, world: World): Promise<GatePlan[]> {
  if (which !== null && !isSuite(which, world.cwd)) return [await planOfRun(which, options, world)];
  const { baseline } = options;
  const asked = options.suite ?? which;
  const { prepared } = await prepareAll(
    asked === null ? [] : [asked],
    { ...DEFAULT_RUN_OPTIONS, keys: "warn", baseline },
    world,
  );
  try {
    return prepared.map(planOfSuite);
  } finally {
    await Promise.all(prepared.map(closePrepared));
  }
}

/** A YAML file, or a folder that is no run's. */
function isSuite(name: string, cwd: string): boolean {
  if ([".yaml", ".yml"].includes(extname(name))) return true;
  const path = resolve(cwd, name);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && statSync(join(path, FILES.manifest), { throwIfNoEntry: false }) === undefined;
}

const isRelative = ({ bound }: Requirement) => bound.kind === "max_drop" || bound.kind === "max_increase";

function planOfSuite({ suite, plan, dataset, baseline, candidates }: PreparedRun): GatePlan {
  const sides = baseline === null ? [] : sidesOfBaseline(baseline.baseline);
  const members = (slice: string | null) => {
    const ids: string[] = [];
    for (const position of plan.order) {
      const testCase = dataset.read(position);
      if (slice === null || matchesSlice(testCase, slice)) ids.push(testCase.id);
    }
    return ids;
  };
  const requirements = suite.requirements.filter(isRelative).map((requirement) => {
    const { metric, slice, against } = requirement;
    const ids = members(slice);
    // Who decides first: a percentage is planned with that one's value.
    const deciders = candidates
      .map(({ id }) => id)
      .filter((id) => id !== against && (requirement.candidate ?? id) === id && (suite.gate?.includes(id) ?? true));
    const known = deciders.flatMap((id) => sides.filter(({ candidate }) => candidate === id));
    return planRequirement(requirement, {
      ...metricFacts(metric),
      n: ids.length,
      repeats: plan.repeats,
      baselineValue: against !== null ? null : (known.map((side) => figureOf(side, metric, ids))[0] ?? null),
      measured: known.flatMap((side) => flakes(side, metric, ids, side.candidate)),
    });
  });
  return {
    suite: suite.name,
    runId: null,
    cases: plan.caseCount,
    repeats: plan.repeats,
    baseline: baseline?.label ?? null,
    requirements,
  };
}

async function planOfRun(which: string, options: GateRunOptions, world: World): Promise<GatePlan> {
  const { folder, manifest } = await presentRun(which, options, world);
  const { against: compared, label } = await baselineOfRun(folder, manifest, options.baseline, world);
  const baseline = compared.baseline?.runId === manifest.runId ? null : compared.baseline;
  const { table } = await readTable(folder, manifest);
  const { pairing, sideOf } = pairingsOf({
    table,
    manifest,
    baseline,
    casesOf: () => undefined,
    completeOf: () => true,
  });
  const { requirements, gate } = manifest.resolvedSuite;
  const planned = requirements.filter(isRelative).map((requirement) => {
    const { metric, slice, against } = requirement;
    const cases = casesOf(table, slice) ?? new Uint32Array();
    const ids = Array.from(cases, (at) => table.cases.ids[at] ?? "");
    const deciders = table.candidates.filter(
      (id) => id !== against && (requirement.candidate ?? id) === id && (gate?.includes(id) ?? true),
    );
    const pairs = deciders.map((id) => ({ id, found: pairing(metric, id, slice, against) }));
    const measured = pairs.flatMap(({ id, found }): MeasuredSpread[] => [
      ...(found.status === "paired" ? [{ source: `${id}, measured`, values: found.values }] : []),
      ...[sideOf(id)].flatMap((side) => (side === undefined ? [] : flakes(side, metric, ids, id))),
    ]);
    const [first] = deciders;
    const other = first === undefined ? undefined : sideOf(first, against);
    return planRequirement(requirement, {
      ...metricFacts(metric),
      n: ids.length,
      repeats: table.repeats,
      baselineValue: other === undefined ? null : figureOf(other, metric, ids),
      measured,
    });
  });
  return {
    suite: manifest.suite,
    runId: manifest.runId,
    cases: table.caseCount,
    repeats: table.repeats,
    baseline: baseline === null ? null : label,
    requirements: planned,
  };
}

function metricFacts(metric: string): { unit: string; quantile: number | null } {
  const percent = /_p(\d+)_ms$/.exec(metric)?.[1];
  return { unit: resolveMetric(metric)?.unit ?? "", quantile: percent === undefined ? null : Number(percent) / 100 };
}

/** How often two answers of one candidate to one case disagree, from its repeats. */
function flakes(side: Side, metric: string, ids: readonly string[], name: string): MeasuredSpread[] {
  const discordance = flakeOf(side, metric, ids);
  return discordance === null ? [] : [{ source: `repeats of ${name}`, discordance }];
}
