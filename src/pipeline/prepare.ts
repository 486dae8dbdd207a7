import { displayName } from "../base/display-name.ts";
import { type Dataset, openDataset } from "../dataset/open-dataset.ts";
import type { Problem } from "../domain/problem.ts";
import type { Candidate, RunSettings, Suite } from "../domain/suite.ts";
import { caseOrder } from "../plan/order.ts";
import { type Plan, plannedTrials } from "../plan/plan.ts";
import { createRenderer, type Renderer } from "../plan/render.ts";
import { candidatesOf } from "../suite/candidates.ts";
import { loadSuite } from "../suite/load.ts";
import { checkRendering, checkSlices } from "./checks.ts";
import { type FoundBaseline, findBaseline } from "./find-baseline.ts";
import { suiteKinds } from "./kinds.ts";
import type { RunOptions, World } from "./options.ts";
import { type PreparedGraders, prepareGraders } from "./prepare-graders.ts";
import { Problems } from "./problems.ts";
import { imageReader } from "./read-image.ts";
import { selectCandidates } from "./select-candidates.ts";
import { secretsOfSuite } from "./suite-secrets.ts";

/** A suite that was checked whole: nothing more can be found wrong with it without calling anything. */
export interface PreparedRun extends PreparedGraders {
  /** As the user would write its path. */
  readonly file: string;
  readonly suite: Suite;
  readonly settings: RunSettings;
  readonly candidates: readonly Candidate[];
  readonly dataset: Dataset;
  readonly plan: Plan;
  /** By candidate id. */
  readonly renderers: ReadonlyMap<string, Renderer>;
  /** What it is compared with over time; null: nothing. */
  readonly baseline: FoundBaseline | null;
  readonly warnings: readonly Problem[];
}

/**
 * Reads and checks everything that can be wrong: suite, dataset, keys, programs, templates, slices, budget.
 * Throws one `UserError` with all that it found. Nothing is called and nothing is written.
 */
export async function prepareRun(path: string, options: RunOptions, world: World): Promise<PreparedRun> {
  const {
    suite: written,
    warnings,
    locate,
  } = await loadSuite(path, suiteKinds, {
    cwd: world.cwd,
    env: world.env,
    models: options.models,
    missingVariables: options.keys === "error" ? "error" : "warning",
    ...(options.budgetUsd === null ? {} : { budgetUsd: options.budgetUsd }),
  });
  world.secrets.add(secretsOfSuite(written, world.env));
  const file = displayName(written.path, world.cwd);
  const suite = withFlags(written, options);
  const candidates = selectCandidates(candidatesOf(suite), options.models);
  const problems = new Problems(world.cwd, (message) => world.secrets.mask(message));
  const place = (at: (string | number)[]) => ({ path: at.length === 0 ? null : String(at[0]), ...locate(at) });

  const dataset = await problems.collect(file, () =>
    openDataset(suite.dataset, { extraWhere: options.where, cwd: world.cwd }),
  );
  const grading = await prepareGraders(
    {
      suite,
      file,
      tested: candidates.map(({ model }) => model),
      candidates,
      absent: "which --model leaves out",
      keys: options.keys,
      keysAt: "models",
      place,
    },
    world,
    problems,
  );
  const query = { named: options.baseline, suitePath: suite.path, suiteName: suite.name, world };
  const baseline = (await problems.collect(file, () => findBaseline(query))) ?? null;
  const readImage = imageReader();
  const renderers = new Map(
    candidates.map((candidate) => [candidate.id, createRenderer(candidate, suite.vars, readImage)]),
  );

  if (dataset !== undefined) {
    const limit = options.limit ?? suite.dataset.limit;
    const order = caseOrder(dataset.count, suite.run.seed, limit);
    const plan: Plan = { candidates, repeats: suite.run.repeats, caseCount: order.length, order, seed: suite.run.seed };
    for (const problem of checkRendering(suite, dataset, renderers, locate)) problems.add({ file, ...problem });
    for (const problem of checkSlices(suite, dataset, order)) problems.add({ file, ...problem });
    if (problems.found.some((problem) => problem.severity !== "warning")) dataset.close();
    problems.throwIfAny();
    return {
      file,
      suite,
      settings: suite.run,
      candidates,
      dataset,
      plan,
      ...grading,
      renderers,
      baseline,
      warnings: [...warnings, ...dataset.warnings, ...problems.found],
    };
  }
  problems.throwIfAny();
  throw new Error("no dataset and no problem");
}

/** How many trials it will be. */
export function trialsOf({ plan }: PreparedRun): number {
  return plannedTrials(plan);
}

/** Closes what a prepared run holds open. */
export async function closePrepared(run: PreparedRun): Promise<void> {
  run.dataset.close();
  await Promise.all([...run.models.values()].map((ready) => ready.adapter.close?.()));
}

/** Flags beat `run:`. */
function withFlags(suite: Suite, options: RunOptions): Suite {
  const { concurrency, repeats, seed, budgetUsd } = options;
  return {
    ...suite,
    run: {
      ...suite.run,
      ...(concurrency === null ? {} : { concurrency }),
      ...(repeats === null ? {} : { repeats }),
      ...(seed === null ? {} : { seed }),
      ...(budgetUsd === null ? {} : { budgetUsd }),
    },
  };
}
