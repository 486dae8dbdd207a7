import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { timestamp } from "../base/clock.ts";
import { digestOf } from "../base/digest.ts";
import { codeOf, messageOf, UserError } from "../base/errors.ts";
import type { Secrets } from "../base/secrets.ts";
import type { RunManifest } from "../domain/run.ts";
import { encodeCase } from "../log/codec.ts";
import { writeManifest } from "../log/documents.ts";
import { createRunFolder, FILES, newRunId } from "../log/run-folder.ts";
import { RunLock } from "../log/run-lock.ts";
import { STOP_EARLY } from "../measure/sequential/looks.ts";
import { plannedTrials } from "../plan/plan.ts";
import { UNKNOWN_PRICE } from "../provider/pricing.ts";
import { version } from "../version.ts";
import { gitCommit } from "./git-commit.ts";
import type { RunOptions, World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";
import { flagsOf } from "./resume-options.ts";
import { keepBaseline } from "./run-baseline.ts";
import { withoutSecrets } from "./suite-secrets.ts";

export interface StartedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  /** Held until the run has ended. */
  readonly lock: RunLock;
}

/**
 * Makes the run folder: `run.json` and all cases in run order, before the first call.
 * @throws UserError `reports_folder` when it cannot be written; nothing is left of it then
 */
export async function startRun(prepared: PreparedRun, options: RunOptions, world: World): Promise<StartedRun> {
  const startedAt = world.clock.now();
  const runId = newRunId(prepared.suite.name, startedAt);
  const folder = await createRunFolder(world.reports, runId);
  try {
    const lock = await RunLock.acquire(folder, runId);
    const baseline = await keepBaseline(folder, prepared.baseline);
    const start = { runId, startedAt: timestamp(startedAt), baseline };
    const manifest = await manifestOf(prepared, options, world, start);
    await writeManifest(folder, manifest);
    await writeCases(folder, prepared);
    return { folder, manifest, lock };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (codeOf(error) === undefined) throw error;
    throw new UserError(
      "reports_folder",
      `the run folder ${folder} cannot be written (${messageOf(error)}); nothing was called; choose another place with --out`,
    );
  }
}

const CHUNK = 1 << 20;

async function writeCases(folder: string, { dataset, plan }: PreparedRun): Promise<void> {
  const path = join(folder, FILES.cases);
  let lines = "";
  for (const position of plan.order) {
    lines += `${encodeCase(dataset.read(position))}\n`;
    if (lines.length < CHUNK) continue;
    await appendFile(path, lines);
    lines = "";
  }
  await appendFile(path, lines);
}

async function manifestOf(
  prepared: PreparedRun,
  options: RunOptions,
  world: World,
  start: Pick<RunManifest, "runId" | "startedAt" | "baseline">,
): Promise<RunManifest> {
  const { suite, plan, candidates } = prepared;
  return {
    ...start,
    suite: suite.name,
    suitePath: suite.path,
    description: suite.description,
    status: "running",
    statusReason: null,
    finishedAt: null,
    seed: plan.seed,
    versions: { evals: version, node: process.version },
    gitCommit: await gitCommit(suite.path),
    cases: plan.caseCount,
    repeats: plan.repeats,
    plannedTrials: plannedTrials(plan),
    simulated: candidates.some(({ model }) => model.provider === "simulated"),
    flags: flagsOf(options),
    ...(options.stopEarly ? { stopEarly: { ...STOP_EARLY, decisions: [] } } : {}),
    ...comparedOf(prepared, world.secrets),
  };
}

/** What a run is made of: what a resume is compared with. */
export function comparedOf({ suite, candidates, models, dataset, graders }: PreparedRun, secrets: Secrets) {
  return {
    digests: {
      suite: suite.digest,
      dataset: dataset.digest,
      graders: digestOf(graders.map(({ id, digest }) => [id, digest])),
    },
    candidates: candidates.map(({ id, model, prompt }) => ({
      id,
      modelId: model.id,
      provider: model.provider,
      model: model.model,
      prompt: prompt?.id ?? null,
      price: models.get(model.id)?.pricing.match ?? UNKNOWN_PRICE,
      contextWindow: models.get(model.id)?.pricing.contextWindow ?? model.contextWindow,
    })),
    resolvedSuite: withoutSecrets(suite, secrets),
    contentDigests: {
      models: Object.fromEntries([...models].map(([id, { contentDigests }]) => [id, contentDigests])),
      graders: Object.fromEntries(graders.map(({ id, digest }) => [id, digest])),
    },
  } satisfies Partial<RunManifest>;
}
