import { UserError } from "../base/errors.ts";
import type { Secrets } from "../base/secrets.ts";
import type { ModelAbilities } from "../domain/grader.ts";
import type { Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { Score } from "../domain/score.ts";
import type { ModelSpec } from "../domain/suite.ts";
import type { AppendLog } from "../log/append-log.ts";
import { encodeOutput, encodeScore } from "../log/codec.ts";
import { trialFingerprint } from "../plan/fingerprint.ts";
import type { CallMonitor } from "../provider/call-monitor.ts";
import type { Composition } from "../provider/compose.ts";
import { ABORTED, noCall } from "../provider/no-call.ts";
import { providers } from "../provider/registry.ts";
import type { Budget } from "../provider/with-budget.ts";
import { createRandom } from "../stats/sfc32.ts";
import type { TrialEngine } from "../trial/run-trial.ts";
import { composeModel } from "./make-models.ts";
import { openCache } from "./open-cache.ts";
import type { RunOptions, World } from "./options.ts";
import type { PeerAnswers } from "./peer-answers.ts";
import type { PreparedRun } from "./prepare.ts";

export interface EngineParts {
  readonly outputs: AppendLog;
  readonly scores: AppendLog;
  readonly budget: Budget | null;
  readonly monitor: CallMonitor;
  readonly peers: PeerAnswers;
  readonly onNote: (text: string) => void;
}

/** What an engine is made of: of a whole run, or of the grading of one. */
export type EngineBasis = Pick<PreparedRun, "settings" | "graders" | "models" | "modelDigests"> & {
  readonly seed: number;
  readonly candidates: readonly { readonly id: string; readonly modelId: string }[];
};

/** Everything that a trial needs, made once a run: models with all that is around them, graders, the log. */
export function createEngine(
  prepared: EngineBasis,
  options: Pick<RunOptions, "cache">,
  world: World,
  parts: EngineParts,
): TrialEngine {
  const { seed, settings } = prepared;
  const composition: Composition = {
    clock: world.clock,
    settings,
    accounts: new Map(),
    cache: options.cache === "off" ? null : { store: openCache(world, parts.onNote), mode: options.cache },
    budget: parts.budget,
    random: createRandom(seed),
    monitor: parts.monitor,
    onNote: parts.onNote,
  };
  const byModel = new Map<string, Provider>();
  for (const [id, ready] of prepared.models) {
    const onStop = (error: { kind: string; message: string }) =>
      parts.onNote(`${id} stopped: ${error.kind}: ${error.message}; its trials count as errored, the others go on`);
    byModel.set(id, composeModel(ready, composition, world, onStop));
  }
  const providerOf = (model: string | undefined): Provider => {
    const provider = byModel.get(model ?? "");
    if (provider === undefined) throw new UserError("unknown_model", `no model "${model}" was prepared`);
    return provider;
  };
  const modelOf = new Map(prepared.candidates.map(({ id, modelId }) => [id, modelId]));

  return {
    clock: world.clock,
    seed,
    graders: prepared.graders,
    providerOf: (candidate) => providerOf(modelOf.get(candidate)),
    async writeOutput(output) {
      await parts.outputs.append(encodeOutput(output));
      parts.peers.put(output);
    },
    writeScores: (lines) =>
      lines.length === 0
        ? Promise.resolve()
        : parts.scores.append(lines.map((score) => encodeScore(withoutSecrets(score, world.secrets))).join("\n")),
    askingFor(trial, control) {
      const call = async (model: string, asked: Partial<ModelRequest>, repeat: number): Promise<Reply> => {
        if (control.stop.aborted) return noCall(ABORTED);
        const params = prepared.models.get(model)?.model.params ?? {};
        const request = { messages: [], input: "", params, tools: [], toolChoice: null, outputSchema: null, ...asked };
        const fingerprint = trialFingerprint(prepared.modelDigests.get(model) ?? "", request, repeat);
        const written = Promise.resolve();
        const context = { case: trial.case, repeat, seed, fingerprint, ...control, written };
        return providerOf(model).call(request, context);
      };
      return {
        ask: (model, messages, { outputSchema = null, logprobs, repeat = 1 } = {}) =>
          call(model, { messages, outputSchema, ...(logprobs === undefined ? {} : { logprobs }) }, repeat),
        embed: (model, texts) => call(model, { embed: texts }, 1),
        abilitiesOf: (model) => abilitiesOf(prepared.models.get(model)?.model),
        answerOf: (candidate) =>
          parts.peers.answerOf(candidate, { caseId: trial.case.id, repeat: trial.repeat }, control.stop),
      };
    },
  };
}

function abilitiesOf(model: ModelSpec | undefined): ModelAbilities {
  const none = { structuredOutput: false, logprobs: false, embeddings: false };
  return model === undefined ? none : { ...none, ...providers[model.provider]?.abilities?.(model) };
}

/** A grader's own program may say in its reason what it should not. */
function withoutSecrets(score: Score, secrets: Secrets): Score {
  const { parts, reason } = score;
  const masked = parts === undefined ? score : { ...score, parts: secrets.maskKnownIn(parts) };
  if (masked.status === "ungraded") return { ...masked, reason: secrets.mask(masked.reason) };
  return { ...masked, reason: secrets.maskKnownIn(reason), label: secrets.maskKnownIn(masked.label) };
}
