import { dirname } from "node:path";
import type { Problem } from "../domain/problem.ts";
import type { ModelSpec, Suite } from "../domain/suite.ts";
import { judgesOf, peersOf } from "../grader/nested.ts";
import type { TrialGrader } from "../trial/trial-grader.ts";
import { missingKeys } from "./api-keys.ts";
import { checkBudget } from "./checks.ts";
import { makeGraders } from "./make-graders.ts";
import { makeModel, type ReadyModel } from "./make-models.ts";
import type { World } from "./options.ts";
import type { Problems } from "./problems.ts";

/** A suite's graders, and every model that is called. */
export interface PreparedGraders {
  readonly graders: readonly TrialGrader[];
  readonly judges: readonly ModelSpec[];
  /** By id. */
  readonly models: ReadonlyMap<string, ReadyModel>;
  /** By model id: the part of fingerprints that its trials share. */
  readonly modelDigests: ReadonlyMap<string, string>;
}

export interface GradersToPrepare {
  /** With the settings that hold. */
  readonly suite: Suite;
  /** The suite file in messages. */
  readonly file: string;
  /** Called beside the judges. */
  readonly tested: readonly ModelSpec[];
  /** Whose answers a grader may compare with, and why another's are not there. */
  readonly candidates: readonly { readonly id: string }[];
  readonly absent: string;
  readonly keys: "error" | "warn";
  /** Where the suite names the models that lack a key. */
  readonly keysAt: "models" | "graders";
  readonly place: (at: (string | number)[]) => Omit<Problem, "message">;
}

/** What running and grading check alike; what is wrong goes to `problems`. Nothing is called. */
export async function prepareGraders(
  { suite, file, tested, candidates, absent, keys, keysAt, place }: GradersToPrepare,
  world: World,
  problems: Problems,
): Promise<PreparedGraders> {
  for (const peer of new Set(suite.graders.flatMap(peersOf)))
    if (!candidates.some(({ id }) => id === peer))
      problems.add({ ...place(["graders"]), message: `a grader compares with ${peer}, ${absent}` });
  const judgeIds = new Set(suite.graders.flatMap(judgesOf));
  const judges = [...suite.judgeModels, ...suite.models].filter(({ id }) => judgeIds.has(id));
  const called = [...new Set([...tested, ...judges])];
  const lacking = missingKeys(called, world.env, place([keysAt]));
  if (lacking !== null) problems.add(keys === "error" ? lacking : { ...lacking, severity: "warning" });
  const baseDir = dirname(suite.path);
  const graders = (await problems.collect(file, () => makeGraders(suite, baseDir))) ?? [];
  const models = new Map<string, ReadyModel>();
  for (const model of called) {
    const ready = await problems.collect(file, () => makeModel(model, suite.run, world, baseDir));
    if (ready !== undefined) models.set(model.id, ready);
  }
  for (const problem of checkBudget(suite, models)) problems.add({ ...place(["run"]), ...problem });
  return { graders, judges, models, modelDigests: new Map([...models].map(([id, { digest }]) => [id, digest])) };
}
