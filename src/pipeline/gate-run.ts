import { UserError } from "../base/errors.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Summary } from "../domain/summary.ts";
import { asItStands, findRun } from "../log/find-runs.ts";
import { loadSuite } from "../suite/load.ts";
import { findBaseline } from "./find-baseline.ts";
import { suiteKinds } from "./kinds.ts";
import { measureRun } from "./measure-run.ts";
import type { World } from "./options.ts";
import { type GateBaseline, keptBaseline, NO_GATE_BASELINE } from "./run-baseline.ts";

export interface GateRunOptions {
  /** The suite whose present requirements are judged; null: those that the run was started with. */
  readonly suite: string | null;
  /** A file or a run; null: the run's own, else the file beside the suite; false: none. */
  readonly baseline: string | null | false;
}

export interface GatedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly summary: Summary;
  /** What it was compared with, as it is named; null: nothing. */
  readonly against: string | null;
}

/** An id that no model can have: what candidates lack (keys, variables) is no problem here. */
const NO_CANDIDATES = ["(none)"];

/**
 * The verdict of a run, from its folder alone; nothing is called and nothing is written.
 * @throws UserError `run_not_found`, `another_suite`, `unknown_slice`, `baseline_not_found`
 */
export async function gateRun(which: string, options: GateRunOptions, world: World): Promise<GatedRun> {
  const { folder, manifest } = await presentRun(which, options, world);
  const { against, label } = await baselineOfRun(folder, manifest, options.baseline, world);
  const { summary, table } = await measureRun(folder, manifest, null, against);
  const strange = manifest.resolvedSuite.requirements.find(
    ({ slice }) => slice !== null && !table.cases.slices.has(slice),
  );
  if (strange !== undefined)
    throw new UserError("unknown_slice", `no case of ${manifest.runId} is in the slice "${strange.slice}"`);
  return { folder, manifest, summary, against: against.baseline === null ? null : label };
}

/** A run, with the requirements that a suite states now where one is named. */
export async function presentRun(
  which: string,
  { suite }: Pick<GateRunOptions, "suite">,
  world: World,
): Promise<{ folder: string; manifest: RunManifest }> {
  const found = await findRun(which, world.reports, world.cwd);
  return { folder: found.folder, manifest: await withPresent(await asItStands(found), suite, world) };
}

async function withPresent(manifest: RunManifest, path: string | null, { cwd, env }: World): Promise<RunManifest> {
  if (path === null) return manifest;
  const { suite } = await loadSuite(path, suiteKinds, { cwd, env, models: NO_CANDIDATES });
  if (suite.name !== manifest.suite)
    throw new UserError(
      "another_suite",
      `${manifest.runId} is a run of ${manifest.suite}, and ${path} is ${suite.name}`,
    );
  const { requirements, gate, slices } = suite;
  return { ...manifest, resolvedSuite: { ...manifest.resolvedSuite, requirements, gate, slices } };
}

/** The baseline that is named, else the one that the run was started with, else the file beside the suite. */
export async function baselineOfRun(
  folder: string,
  manifest: RunManifest,
  named: string | null | false,
  world: World,
): Promise<{ against: GateBaseline; label: string | null }> {
  if (named === null && manifest.baseline != null)
    return { against: await keptBaseline(folder, manifest), label: manifest.baseline.label };
  const found = await findBaseline({ named, suitePath: manifest.suitePath, suiteName: manifest.suite, world });
  if (found === null) return { against: NO_GATE_BASELINE, label: null };
  return { against: { baseline: found.baseline, notes: [] }, label: found.label };
}
