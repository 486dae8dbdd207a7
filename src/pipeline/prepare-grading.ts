import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import type { Problem } from "../domain/problem.ts";
import type { RunManifest } from "../domain/run.ts";
import type { RunSettings, Suite } from "../domain/suite.ts";
import { loadSuite } from "../suite/load.ts";
import { suiteKinds } from "./kinds.ts";
import type { World } from "./options.ts";
import { type PreparedGraders, prepareGraders } from "./prepare-graders.ts";
import { Problems } from "./problems.ts";
import { secretsOfSuite } from "./suite-secrets.ts";

/** An id that no model can have: what candidates lack (keys, variables) is no problem here. */
const NO_CANDIDATES = ["(none)"];

/** What is needed to grade: a suite's graders and the models that they ask, and no model under test. */
export interface PreparedGrading extends PreparedGraders {
  /** As the user would write its path. */
  readonly file: string;
  readonly suite: Suite;
  readonly settings: RunSettings;
  readonly warnings: readonly Problem[];
}

export interface GradingOptions {
  /** The suite whose graders are taken; null: the run's own, as it stands now. */
  readonly suite: string | null;
  readonly budgetUsd: number | null;
  readonly concurrency: number | null;
}

/**
 * Checks everything that grading a run again can fail on. Nothing is called.
 * @throws UserError with all that is wrong
 */
export async function prepareGrading(
  manifest: RunManifest,
  options: GradingOptions,
  world: World,
): Promise<PreparedGrading> {
  const { cwd, env } = world;
  const path = options.suite ?? manifest.suitePath;
  const {
    suite: written,
    warnings,
    locate,
  } = await loadSuite(path, suiteKinds, { cwd, env, models: NO_CANDIDATES }).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.name !== "suite_not_found" || options.suite !== null) throw error;
    throw new UserError(
      "suite_not_found",
      `the suite of ${manifest.runId} is no longer at ${displayName(path, cwd)}: say where it is with --suite <file>`,
    );
  });
  if (written.name !== manifest.suite)
    throw new UserError(
      "another_suite",
      `${manifest.runId} is a run of ${manifest.suite}, and ${path} is ${written.name}`,
    );
  world.secrets.add(secretsOfSuite(written, env));
  const { concurrency, budgetUsd } = options;
  const settings = {
    ...written.run,
    ...(concurrency === null ? {} : { concurrency }),
    ...(budgetUsd === null ? {} : { budgetUsd }),
  };
  const suite = { ...written, run: settings };
  const file = displayName(suite.path, cwd);
  const problems = new Problems(cwd, (message) => world.secrets.mask(message));
  const place = (at: (string | number)[]) => ({ path: String(at[0]), ...locate(at) });
  const grading = await prepareGraders(
    {
      suite,
      file,
      tested: [],
      candidates: manifest.candidates,
      absent: `which is not in ${manifest.runId}`,
      keys: "error",
      keysAt: "graders",
      place,
    },
    world,
    problems,
  );
  problems.throwIfAny();
  return { file, suite, settings, ...grading, warnings: [...warnings, ...problems.found] };
}
