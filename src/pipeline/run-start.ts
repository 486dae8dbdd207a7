import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { timestamp } from "../base/clock.ts";
import { digestOf } from "../base/digest.ts";
import { UserError } from "../base/errors.ts";
import { maskSecrets } from "../base/mask-secrets.ts";
import type { RunManifest } from "../domain/run.ts";
import type { ModelSpec, Suite } from "../domain/suite.ts";
import { encodeCase } from "../log/codec.ts";
import { writeManifest } from "../log/documents.ts";
import { createRunFolder, FILES, newRunId } from "../log/run-folder.ts";
import { plannedTrials } from "../plan/plan.ts";
import { UNKNOWN_PRICE } from "../provider/pricing.ts";
import { version } from "../version.ts";
import { gitCommit } from "./git-commit.ts";
import type { World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";

export interface StartedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
}

/** Makes the run folder: `run.json` and all cases in run order, before the first call. */
export async function startRun(prepared: PreparedRun, world: World): Promise<StartedRun> {
  const startedAt = world.clock.now();
  const runId = newRunId(prepared.suite.name, startedAt);
  const folder = await createRunFolder(world.reports, runId);
  const manifest = await manifestOf(prepared, runId, timestamp(startedAt));
  await writeManifest(folder, manifest);
  await writeCases(folder, prepared);
  return { folder, manifest };
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

async function manifestOf(prepared: PreparedRun, runId: string, startedAt: string): Promise<RunManifest> {
  const { suite, plan, candidates, models, dataset, graders } = prepared;
  return {
    runId,
    suite: suite.name,
    suitePath: suite.path,
    description: suite.description,
    status: "running",
    statusReason: null,
    startedAt,
    finishedAt: null,
    seed: plan.seed,
    digests: {
      suite: suite.digest,
      dataset: dataset.digest,
      graders: digestOf(graders.map(({ id, digest }) => [id, digest])),
    },
    versions: { evals: version, node: process.version },
    gitCommit: await gitCommit(suite.path),
    cases: plan.caseCount,
    repeats: plan.repeats,
    candidates: candidates.map(({ id, model, prompt }) => ({
      id,
      modelId: model.id,
      provider: model.provider,
      model: model.model,
      prompt: prompt?.id ?? null,
      price: models.get(model.id)?.pricing.match ?? UNKNOWN_PRICE,
    })),
    plannedTrials: plannedTrials(plan),
    simulated: candidates.some(({ model }) => model.provider === "simulated"),
    resolvedSuite: withoutSecrets(suite),
  };
}

const SECRET_HEADER = /auth|key|token|secret|cookie|password/i;

/** A suite may hold a key written out (it should not): `run.json` never does. */
function withoutSecrets(suite: Suite): Suite {
  const clean = (model: ModelSpec): ModelSpec => ({
    ...model,
    baseUrl: model.baseUrl === null ? null : maskSecrets(model.baseUrl, []),
    headers: Object.fromEntries(
      Object.entries(model.headers).map(([name, value]) => [
        name,
        SECRET_HEADER.test(name) && !/^[^$]*\$\{\w+\}[^$]*$/.test(value) ? "***" : value,
      ]),
    ),
  });
  return { ...suite, models: suite.models.map(clean), judgeModels: suite.judgeModels.map(clean) };
}

/** Refuses to go on with a run whose cases are others than the suite has now, and names the first. */
export async function checkSameCases(
  found: AsyncIterable<{ id: string; digest: string }>,
  prepared: PreparedRun,
): Promise<void> {
  const { dataset, plan } = prepared;
  let index = 0;
  const refuse = (what: string) => {
    throw new UserError(
      "resume_changed",
      `this run cannot be resumed: ${what}; start a new run, or resume with the same flags and files`,
    );
  };
  for await (const old of found) {
    const position = plan.order[index];
    const now = position === undefined ? undefined : dataset.read(position);
    if (now === undefined || now.id !== old.id)
      refuse(`it has case ${old.id} where the dataset now gives ${now?.id ?? "none"}`);
    else if (now.digest !== old.digest) refuse(`case ${old.id} has changed`);
    index += 1;
  }
  if (index !== plan.caseCount) refuse(`it has ${index} cases, and the dataset now gives ${plan.caseCount}`);
}
