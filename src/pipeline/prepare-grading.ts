import { dirname } from "node:path";
import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import type { Problem } from "../domain/problem.ts";
import type { RunManifest } from "../domain/run.ts";
import type { RunSettings, Suite } from "../domain/suite.ts";
import { judgesOf, peersOf } from "../grader/nested.ts";
import { loadSuite } from "../suite/load.ts";
import type { TrialGrader } from "../trial/trial-grader.ts";
import { missingKeys } from "./api-keys.ts";
import { checkBudget } from "./checks.ts";
import { suiteKinds } from "./kinds.ts";
import { makeGraders } from "./make-graders.ts";
import { makeModel, type ReadyModel } from "./make-models.ts";
import type { World } from "./options.ts";
import { Problems } from "./problems.ts";
import { secretsOfSuite } from "./suite-secrets.ts";

/** An id that no model can have: what candidates lack (keys, variables) is no problem here. */
const NO_CANDIDATES = ["(none)"];

/** What is needed to grade: a suite's graders and the models that they ask, and no model under test. */
export interface PreparedGrading {
  /** As the user would write its path. */
  readonly file: string;
  readonly suite: Suite;
  readonly settings: RunSettings;
  readonly graders: readonly TrialGrader[];
  /** The judges, by id. */
  readonly models: ReadonlyMap<string, ReadyModel>;
  readonly modelDigests: ReadonlyMap<string, string>;
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
  const { suite, warnings, locate } = await loadSuite(path, suiteKinds, { cwd, env, models: NO_CANDIDATES }).catch(
    (error: unknown) => {
      if (!(error instanceof UserError) || error.name !== "suite_not_found" || options.suite !== null) throw error;
      throw new UserError(
        "suite_not_found",
        `the suite of ${manifest.runId} is no longer at ${displayName(path, cwd)}: say where it is with --suite <file>`,
      );
    },
  );
  if (suite.name !== manifest.suite)
    throw new UserError(
      "another_suite",
      `${manifest.runId} is a run of ${manifest.suite}, and ${path} is ${suite.name}`,
    );
  world.secrets.add(secretsOfSuite(suite, env));
  const file = displayName(suite.path, cwd);
  const problems = new Problems(cwd, (message) => world.secrets.mask(message));
  const place = (at: (string | number)[]) => ({ path: String(at[0]), ...locate(at) });
  const { concurrency, budgetUsd } = options;
  const settings = {
    ...suite.run,
    ...(concurrency === null ? {} : { concurrency }),
    ...(budgetUsd === null ? {} : { budgetUsd }),
  };

  const judgeIds = new Set(suite.graders.flatMap(judgesOf));
  const judges = [...suite.judgeModels, ...suite.models].filter(({ id }) => judgeIds.has(id));
  const keys = missingKeys(judges, env, place(["graders"]));
  if (keys !== null) problems.add(keys);
  for (const peer of new Set(suite.graders.flatMap(peersOf)))
    if (!manifest.candidates.some(({ id }) => id === peer))
      problems.add({
        ...place(["graders"]),
        message: `a grader compares with ${peer}, which is not in ${manifest.runId}`,
      });
  const baseDir = dirname(suite.path);
  const graders = (await problems.collect(file, () => makeGraders(suite, baseDir))) ?? [];
  const models = new Map<string, ReadyModel>();
  for (const model of judges) {
    const ready = await problems.collect(file, () => makeModel(model, settings, world, baseDir));
    if (ready !== undefined) models.set(model.id, ready);
  }
  for (const problem of checkBudget({ ...suite, run: settings }, models))
    problems.add({ ...place(["run"]), ...problem });
  problems.throwIfAny();
  const modelDigests = new Map([...models].map(([id, ready]) => [id, ready.digest]));
  return { file, suite, settings, graders, models, modelDigests, warnings: [...warnings, ...problems.found] };
}
