import { UserError } from "../base/errors.ts";
import type { Secrets } from "../base/secrets.ts";
import type { Provider } from "../domain/provider.ts";
import type { Score } from "../domain/score.ts";
import type { AppendLog } from "../log/append-log.ts";
import { encodeOutput, encodeScore } from "../log/codec.ts";
import { trialFingerprint } from "../plan/fingerprint.ts";
import type { CallMonitor } from "../provider/call-monitor.ts";
import type { Composition } from "../provider/compose.ts";
import { ABORTED, noCall } from "../provider/no-call.ts";
import type { Budget } from "../provider/with-budget.ts";
import { createRandom } from "../stats/sfc32.ts";
import type { TrialEngine } from "../trial/run-trial.ts";
import { composeModel } from "./make-models.ts";
import { openCache } from "./open-cache.ts";
import type { RunOptions, World } from "./options.ts";
import type { PreparedRun } from "./prepare.ts";

export interface EngineParts {
  readonly outputs: AppendLog;
  readonly scores: AppendLog;
  readonly budget: Budget | null;
  readonly monitor: CallMonitor;
  readonly onNote: (text: string) => void;
}

/** Everything that a trial needs, made once a run: models with all that is around them, graders, the log. */
export function createEngine(
  prepared: PreparedRun,
  options: RunOptions,
  world: World,
  parts: EngineParts,
): TrialEngine {
  const { plan, settings } = prepared;
  const composition: Composition = {
    clock: world.clock,
    settings,
    accounts: new Map(),
    cache: options.cache === "off" ? null : { store: openCache(world, parts.onNote), mode: options.cache },
    budget: parts.budget,
    random: createRandom(plan.seed),
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
  const modelOf = new Map(plan.candidates.map((candidate) => [candidate.id, candidate.model.id]));

  return {
    clock: world.clock,
    seed: plan.seed,
    graders: prepared.graders,
    providerOf: (candidate) => providerOf(modelOf.get(candidate)),
    writeOutput: (output) => parts.outputs.append(encodeOutput(output)),
    writeScores: (lines) =>
      lines.length === 0
        ? Promise.resolve()
        : parts.scores.append(lines.map((score) => encodeScore(withoutSecrets(score, world.secrets))).join("\n")),
    async ask(model, messages, trial, control, { outputSchema, repeat = 1 }) {
      if (control.stop.aborted) return noCall(ABORTED);
      const params = prepared.models.get(model)?.model.params ?? {};
      const request = { messages, input: "", params, tools: [], toolChoice: null, outputSchema: outputSchema ?? null };
      const fingerprint = trialFingerprint(prepared.modelDigests.get(model) ?? "", request, repeat);
      const written = Promise.resolve();
      return providerOf(model).call(request, {
        case: trial.case,
        repeat,
        seed: plan.seed,
        fingerprint,
        ...control,
        written,
      });
    },
  };
}

/** A grader's own program may say in its reason what it should not. */
function withoutSecrets(score: Score, secrets: Secrets): Score {
  const { parts, reason } = score;
  const masked = { ...score, ...(parts === undefined ? {} : { parts: secrets.maskKnownIn(parts) }) };
  if (masked.status === "ungraded") return { ...masked, reason: secrets.mask(masked.reason) };
  return { ...masked, reason: secrets.maskKnownIn(reason), label: secrets.maskKnownIn(masked.label) };
}
